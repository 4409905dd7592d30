"""A real network in a kilobyte: it knows shows by the mean colour of a picture. Needs no torch to make."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from classifier.core.model_card import ModelCard, card_to_json
from classifier.core.preprocess import InputSpec
from classifier.core.unknown import UnknownRule

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
) -> ModelCard:
    """Write `model.onnx` and `model.json`: a picture is known when a colour is likelier than `threshold`."""
    folder.mkdir(parents=True, exist_ok=True)
    data = _network(np.array(list(colours.values()), dtype=np.float32) / 255, sharpness)
    (folder / "model.onnx").write_bytes(data)
    card = ModelCard(
        name=name,
        task=task,
        labels=tuple(colours),
        input=SPEC,
        outputs={"logits": len(colours), "embedding": 3},
        temperature=1.0,
        unknown=UnknownRule("max_probability", threshold, "chosen by hand"),
        metrics={},
        architecture="mean colour",
        run="none",
        epoch=0,
        created="2026-01-01T00:00:00+00:00",
        recipe_sha256="0" * 64,
        data=(),
        files={"model.onnx": hashlib.sha256(data).hexdigest()},
        learnt_from="nothing",
        may_be_used_for="tests",
    )
    (folder / "model.json").write_text(json.dumps(card_to_json(card)))
    return card


def picture(colour: Colour, size: tuple[int, int] = (64, 36), *, format_name: str = "PNG") -> bytes:
    """Encode a picture of one colour."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, format_name)
    return buffer.getvalue()


def _network(colours: np.ndarray, sharpness: float) -> bytes:
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
    graph = helper.make_graph(
        nodes,
        "mean-colour",
        [helper.make_tensor_value_info("pictures", TensorProto.FLOAT, ["N", 3, "H", "W"])],
        [
            helper.make_tensor_value_info(logits, TensorProto.FLOAT, ["N", len(colours)]),
            helper.make_tensor_value_info(embedding, TensorProto.FLOAT, ["N", 3]),
        ],
        [numpy_helper.from_array(value, key) for key, value in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
