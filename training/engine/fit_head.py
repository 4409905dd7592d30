"""Fit only the last layer of a run on what a trained network makes of plain pictures: minutes in place of hours.

    python -m training.engine.fit_head RUN

The trunk and the embedding are those of the weights that the recipe names (`--pretrained <version>/model.safetensors`)
and stay as they are; the last layer is a logistic regression with the recipe's label weights and weight decay. It
leaves epoch 0 as `training.engine.train` would, so `choose` and `promote` take the run.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.core.recipe import Recipe, read_recipe
from training.core.whole_file import replacing
from training.engine.checkpoint import save_checkpoint
from training.engine.dataset import evaluation_batches, read_pictures, readable_squares
from training.engine.distributed import default_device, place
from training.engine.evaluate import BATCH_SIZE, input_spec
from training.engine.losses import create_picture_losses
from training.engine.network import Network, create_network
from training.engine.progress import memory_mb

STEPS = 60


def main() -> None:
    """Parse the command line and fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    run = parser.parse_args().run
    try:
        fit_head(run, read_recipe(run))
    except (ValueError, OSError) as error:
        sys.exit(f"fitting stopped: {error}")


def fit_head(run: Path, recipe: Recipe) -> None:
    """Fit the last layer and keep it as epoch 0."""
    start = time.monotonic()
    network = place(create_network(recipe, pretrained=False), default_device()).eval()
    weights = {name: tensor.float() for name, tensor in load_file(recipe.pretrained).items()}
    kept = {name: tensor for name, tensor in weights.items() if not name.startswith("head.")}
    missing, _ = network.load_state_dict(kept, strict=False)
    if [name for name in missing if not name.startswith("head.")]:
        raise ValueError(f"{recipe.pretrained} does not fit {recipe.architecture}")
    pictures = read_pictures(run, recipe, "train")
    spec = input_spec(recipe)
    squares, readable = readable_squares(pictures, spec)
    embeddings = torch.cat([_embedded(network, batch) for batch in evaluation_batches(squares, spec, BATCH_SIZE)])
    embeddings = embeddings.reshape(-1, len(spec.views), embeddings.shape[1])
    targets = pictures.at(readable).targets
    loss = _fit(network.head, embeddings, targets, recipe)
    line = {
        "epoch": 0,
        "train_loss": loss,
        "learning_rate": 1.0,
        "seconds": round(time.monotonic() - start, 1),
        "pictures": len(targets),
        "memory_mb": memory_mb(),
        "skipped": len(pictures) - len(readable),
    }
    save_checkpoint(run, 0, network, None, line)
    with replacing(run / "metrics.jsonl") as beside:
        beside.write_text(json.dumps(line) + "\n", encoding="utf-8")


@torch.inference_mode()
def _embedded(network: Network, batch: Tensor) -> Tensor:
    device = next(network.parameters()).device
    return network.embed(batch.to(device, memory_format=torch.channels_last)).float().cpu()


def _fit(head: nn.Linear, embeddings: Tensor, targets: np.ndarray, recipe: Recipe) -> float:
    """Fit (N, V, D) embeddings of all views by L-BFGS; the inputs are brought to one scale, which is undone after."""
    rows = embeddings.flatten(0, 1).clone()
    wanted = torch.from_numpy(np.repeat(targets, embeddings.shape[1], axis=0))
    mean, scale = rows.mean(dim=0), rows.std(dim=0).clamp_min(1e-6)
    layer = nn.Linear(rows.shape[1], head.out_features)
    losses = create_picture_losses(recipe, targets)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = losses(layer((rows - mean) / scale), wanted).mean() + recipe.weight_decay * layer.weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    with torch.no_grad():
        head.weight.copy_(layer.weight / scale)
        head.bias.copy_(layer.bias - (layer.weight / scale) @ mean)
        return float(losses(head.cpu()(rows), wanted).mean())


if __name__ == "__main__":
    main()
