"""A real network in a kilobyte: it knows shows by the mean colour of a picture. Needs no torch to make."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from classifier.core.model_card import ModelCard, card_to_json
from classifier.core.preprocess import InputSpec
from classifier.core.unknown import EVERY_PICTURE, UnknownRule

Colour = tuple[int, int, int]

COLOURS: dict[str, Colour] = {
    "Red Show": (220, 20, 20),
    "Green Show": (20, 200, 20),
    "Blue Show": (20, 20, 220),
    "Yellow Show": (220, 220, 20),
    "White Show": (245, 245, 245),
    "Black Show": (10, 10, 10),
}

OUTPUTS = ("logits", "embedding")

SPEC = InputSpec(size=8, resize=8, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))


def write_model(
    folder: Path,
    *,
    name: str = "show-tiny",
    colours: Mapping[str, Colour] = COLOURS,
    threshold: float = 0.5,
    sharpness: float = 20.0,
    task: str = "show",
    files: Mapping[str, bytes] | None = None,
    features: bool = False,
    spec: InputSpec = SPEC,
    thresholds: Sequence[float] = (),
    label_groups: Mapping[str, str] | None = None,
) -> ModelCard:
    """Write `model.onnx` and `model.json`: a picture is known when a colour is likelier than `threshold`.

    With `thresholds`, one for each colour, any number of colours may count, and every picture is known.

    `files` are written beside it and stand on its card. With `features` it also gives what its last layers read, which
    are the pixels, and lets the weights of those layers be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = np.array(list(colours.values()), dtype=np.float32) / 255
    contents = {"model.onnx": _network(known, sharpness, features=features), **(files or {})}
    if features:
        layers = {"neck.weight": np.eye(3, dtype=np.float32), "head.weight": 2 * sharpness * known}
        contents["model.safetensors"] = safetensors(layers)
    for file, content in contents.items():
        (folder / file).write_bytes(content)
    card = tiny_card(
        name=name,
        task=task,
        labels=tuple(colours),
        spec=spec,
        outputs={"embedding": 3} | ({"features": 3} if features else {}),
        threshold=threshold,
        thresholds=thresholds,
        label_groups=label_groups,
        files={file: hashlib.sha256(content).hexdigest() for file, content in contents.items()},
    )
    (folder / "model.json").write_text(json.dumps(card_to_json(card)))
    return card


def tiny_card(
    *,
    name: str = "show-tiny",
    task: str = "show",
    labels: Sequence[str] = tuple(COLOURS),
    spec: InputSpec = SPEC,
    outputs: Mapping[str, int] | None = None,
    threshold: float = 0.5,
    thresholds: Sequence[float] = (),
    label_groups: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
) -> ModelCard:
    """Make a card of a network that nobody trained; tasks but the first have no unknown."""
    is_show = task == "show"
    return ModelCard(
        name=name,
        task=task,
        labels=tuple(labels),
        input=spec,
        outputs={"logits": len(labels), **(outputs or {"embedding": 3})},
        temperature=1.0,
        unknown=UnknownRule("max_probability", threshold, "chosen by hand") if is_show else EVERY_PICTURE,
        metrics={},
        architecture="mean colour",
        run="none",
        epoch=0,
        created="2026-01-01T00:00:00+00:00",
        recipe_sha256="0" * 64,
        data=(),
        files=files or {},
        learnt_from="nothing",
        may_be_used_for="tests",
        kind="multiple" if thresholds else "single",
        thresholds=tuple(thresholds),
        label_groups=label_groups or {},
    )


def picture(colour: Colour, size: tuple[int, int] = (64, 36), *, format_name: str = "PNG") -> bytes:
    """Encode a picture of one colour."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, format_name)
    return buffer.getvalue()


def safetensors(tensors: Mapping[str, np.ndarray]) -> bytes:
    """Put arrays into the safetensors format: the length of a heading, the heading, the numbers."""
    kinds = {"float16": "F16", "float32": "F32"}
    heading, numbers = {}, b""
    for name, values in tensors.items():
        ends = [len(numbers), len(numbers) + values.nbytes]
        heading[name] = {"dtype": kinds[values.dtype.name], "shape": values.shape, "data_offsets": ends}
        numbers += values.tobytes()
    text = json.dumps(heading).encode()
    return len(text).to_bytes(8, "little") + text + numbers


def _network(colours: np.ndarray, sharpness: float, *, features: bool) -> bytes:
    """Logits are minus the squared distance of the mean colour to each colour, times `sharpness`."""
    weights = {
        "matrix": (2 * sharpness * colours.T).astype(np.float32),  # 3 x C
        "bias": (-sharpness * (colours**2).sum(axis=1)).astype(np.float32),
    }
    logits, embedding = OUTPUTS
    nodes = [
        helper.make_node("GlobalAveragePool", ["pictures"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["mean"]),
        helper.make_node("Gemm", ["mean", "matrix", "bias"], [logits]),
        helper.make_node("LpNormalization", ["mean"], [embedding], axis=1, p=2),
    ]
    places = []
    if features:
        nodes.append(helper.make_node("Identity", ["pictures"], ["features"]))
        places.append(helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", 3, "H", "W"]))
    graph = helper.make_graph(
        nodes,
        "mean-colour",
        [helper.make_tensor_value_info("pictures", TensorProto.FLOAT, ["N", 3, "H", "W"])],
        [
            helper.make_tensor_value_info(logits, TensorProto.FLOAT, ["N", len(colours)]),
            helper.make_tensor_value_info(embedding, TensorProto.FLOAT, ["N", 3]),
            *places,
        ],
        [numpy_helper.from_array(value, key) for key, value in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
