"""Export one epoch of a run to files that serving starts from, and prove that they answer alike.

    python -m training.engine.export RUN EPOCH FOLDER

Leaves `model.safetensors` (half precision) and `model.onnx` (which reads its weights there; a free batch size; outputs
`logits`, `embedding` and, where the trunk has maps of features, `features`, of which heat maps are made) in FOLDER, and
`export.json`: how pictures are prepared, whether the network learnt to tell strangers by their energy, and the largest
difference between the two and between half and full precision. Where the run has a test part, it is scored here, once:
`evaluations/test.npz`.
"""

from __future__ import annotations

import argparse
import json
import struct
import sys
import warnings
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper
from onnxscript import optimizer
from safetensors.torch import load_file, save_file
from torch import nn

from training.core.evaluations import test_path, write_judged
from training.core.recipe import Recipe, read_recipe
from training.engine.checkpoint import judged_weights
from training.engine.dataset import evaluation_batches, read_pictures, readable_squares
from training.engine.evaluate import input_spec, judge, score
from training.engine.network import Network, load_network

OPSET = 20
PARITY_PICTURES = 32
LEAST_SHARED = 1000
"""Bytes of a tensor; smaller ones are written twice."""
MAX_DIFFERENCE = 1e-3
"""Largest difference in logits between ONNX and torch on the same weights that passes for rounding."""


def main() -> None:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    parser.add_argument("epoch", type=int)
    parser.add_argument("folder", type=Path, help="where the files go; it must exist")
    arguments = parser.parse_args()
    try:
        export(arguments.run, read_recipe(arguments.run), arguments.epoch, arguments.folder)
    except (ValueError, OSError) as error:
        sys.exit(f"export stopped: {error}")


def export(run: Path, recipe: Recipe, epoch: int, folder: Path) -> None:
    """Write the model's files and check them; raise ValueError where they do not answer alike."""
    network = load_network(recipe, judged_weights(run, epoch)).eval()
    batch = _parity_batch(run, recipe)
    with torch.inference_mode():
        full = network(batch)[0].numpy()
    weights = folder / "model.safetensors"
    save_file({name: _halved(tensor) for name, tensor in network.state_dict().items()}, weights)
    network.load_state_dict({name: tensor.float() for name, tensor in load_file(weights).items()})
    export_onnx(network, recipe, folder / "model.onnx")
    share_weights(folder / "model.onnx", weights)
    with torch.inference_mode():
        logits, embedding = (output.numpy() for output in network(batch))
    differences = _compare(folder / "model.onnx", batch.numpy(), logits, embedding)
    differences["half_against_full"] = float(np.abs(logits - full).max())
    differences["same_top1_as_full"] = float((logits.argmax(1) == full.argmax(1)).mean())
    outputs = {"logits": len(recipe.labels), "embedding": recipe.embedding}
    if features := feature_count(folder / "model.onnx"):
        outputs["features"] = features
    facts = {
        "input": asdict(input_spec(recipe)),
        "outputs": outputs,
        "parity": differences,
        "tells_strangers": network.companion is not None,
    }
    (folder / "export.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    test = read_pictures(run, recipe, "test")
    if test.rows and not test_path(run).exists():
        spec = input_spec(recipe)
        squares, kept = readable_squares(test, spec)
        write_judged(test_path(run), {"test": judge(test.at(kept), score(network, squares, spec))})
    if max(differences["logits"], differences["embedding"]) > MAX_DIFFERENCE:
        raise ValueError(f"onnxruntime and torch differ by more than {MAX_DIFFERENCE}: {differences}")


class Explained(nn.Module):
    """A network that also returns the maps (N, F, h, w) that its trunk pools, where it has such."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, ...]:
        features, pooled = self.network.features(pictures)
        logits, embedding = self.network.classify(pooled)
        # Only what is pooled as it is can be explained: the maps of a trunk that ends in dense layers cannot.
        explains = features.ndim == 4 and features.shape[1] == pooled.shape[1]
        return (logits, embedding, features) if explains else (logits, embedding)


def export_onnx(network: Network, recipe: Recipe, path: Path) -> None:
    """Write ONNX with a free batch size, its large weights in half precision and widened when it is loaded."""
    side = recipe.judged_size or recipe.size
    example = torch.zeros(2, 3, side, side)
    exported = Explained(network).eval()
    with torch.inference_mode():
        names = ["logits", "embedding", "features"][: len(exported(example))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # torch uses what torch is about to change
        program = torch.onnx.export(
            exported,
            (example,),
            dynamo=True,
            opset_version=OPSET,
            input_names=["pictures"],
            output_names=names,
            dynamic_shapes=({0: torch.export.Dim("batch")},),
            optimize=False,  # it would fold normalisation into kernels: new weights, which halving rounds a second time
            verbose=False,
        )
    if program is None:
        raise ValueError("torch exported nothing")
    optimizer.fold_constants(program.model)  # else the runtime does not see that it may fold normalisation itself
    optimizer.remove_unused_nodes(program.model)
    model = without_notes(halve_weights(program.model_proto))
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def feature_count(path: Path) -> int:
    """Return how many maps an exported network gives of a picture; 0 where it gives none."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return next((int(output.shape[1]) for output in session.get_outputs() if output.name == "features"), 0)


def halve_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store every float32 weight of more than 64 numbers as float16, with a cast back that the runtime folds away."""
    casts = []
    for weight in model.graph.initializer:
        if weight.data_type != onnx.TensorProto.FLOAT or np.prod(weight.dims) <= 64:
            continue
        name, stored = weight.name, f"{weight.name}_half"
        weight.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), stored))
        casts.append(helper.make_node("Cast", [stored], [name], name=f"widen_{name}", to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model


def without_notes(model: onnx.ModelProto) -> onnx.ModelProto:
    """Take away what the exporter notes of each step: lines of source with this machine's paths, and shapes.

    The runtime works out shapes by itself, and the notes are half of a file whose weights lie elsewhere.
    """
    for node in model.graph.node:
        del node.metadata_props[:]
        node.ClearField("doc_string")
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    return model


def share_weights(path: Path, weights: Path) -> None:
    """Let an ONNX file read from a safetensors file beside it every tensor that stands there byte for byte.

    The tree keeps the networks of all tasks, and this halves each of them.
    """
    data = weights.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    heading = json.loads(data[8 : 8 + length])
    spans = [entry["data_offsets"] for name, entry in heading.items() if name != "__metadata__"]
    places = {data[8 + length + start : 8 + length + end]: (8 + length + start, end - start) for start, end in spans}
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        if len(tensor.raw_data) >= LEAST_SHARED and tensor.raw_data in places:
            offset, size = places[tensor.raw_data]
            tensor.ClearField("raw_data")
            tensor.data_location = onnx.TensorProto.EXTERNAL
            for key, value in (("location", weights.name), ("offset", offset), ("length", size)):
                tensor.external_data.add(key=key, value=str(value))
    path.write_bytes(model.SerializeToString())


def _halved(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.half().contiguous() if tensor.is_floating_point() else tensor


def _parity_batch(run: Path, recipe: Recipe) -> torch.Tensor:
    """Return real pictures of the run, prepared: random noise would not show a difference that matters."""
    spec = input_spec(recipe)
    pictures = read_pictures(run, recipe, "val") or read_pictures(run, recipe, "train")
    step = max(1, len(pictures) // PARITY_PICTURES)
    squares, _ = readable_squares(pictures.every(step).at(range(min(PARITY_PICTURES, len(pictures)))), spec)
    return next(evaluation_batches(squares, spec, len(squares)))


def _compare(path: Path, batch: np.ndarray, logits: np.ndarray, embedding: np.ndarray) -> dict[str, float]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    theirs = session.run(["logits", "embedding"], {"pictures": batch})
    return {
        "pictures": len(batch),
        "logits": float(np.abs(theirs[0] - logits).max()),
        "embedding": float(np.abs(theirs[1] - embedding).max()),
    }


if __name__ == "__main__":
    main()
