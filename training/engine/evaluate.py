"""Score every checkpoint of a run again, on pictures none of them learnt from and on some they did.

    python -m training.engine.evaluate RUN [--again]

Plain pictures, no augmentation, no smoothing; averaged weights where they were kept. Each epoch leaves
`evaluations/epoch-000.npz` with the logits, and a line in `evaluations.jsonl`; epochs scored before are skipped.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

from classifier.core.metrics import cross_entropies, hits_at
from classifier.core.preprocess import InputSpec, average_views
from training.core.evaluations import Judged, evaluation_path, read_judged, write_judged
from training.core.recipe import Recipe, read_recipe
from training.core.temperature import fit_temperature
from training.core.whole_file import replacing
from training.engine.checkpoint import judged_weights, load_weights, whole_epochs
from training.engine.dataset import Pictures, evaluation_batches, evaluation_squares, read_pictures
from training.engine.distributed import default_device, place
from training.engine.network import Network, create_network, normalisation

BATCH_SIZE = 32
TRAIN_PICTURES = 600
"""So many training pictures are scored beside the validation pictures, to see the two losses part."""


def main() -> None:
    """Parse the command line and evaluate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    parser.add_argument("--again", action="store_true", help="score epochs that were scored before, too")
    arguments = parser.parse_args()
    try:
        evaluate_run(arguments.run, read_recipe(arguments.run), again=arguments.again)
    except (ValueError, OSError) as error:
        sys.exit(f"evaluation stopped: {error}")


def input_spec(recipe: Recipe) -> InputSpec:
    """Return how this recipe's pictures are prepared, for evaluation and for the card."""
    mean, std = normalisation(recipe)
    return InputSpec(size=recipe.size, resize=recipe.resize, mean=mean, std=std, views=recipe.views)


def evaluate_run(run: Path, recipe: Recipe, *, again: bool = False) -> None:
    """Score every whole checkpoint that was not scored yet."""
    epochs = whole_epochs(run)
    if not epochs:
        raise ValueError(f"{run} has no checkpoint yet")
    waiting = [epoch for epoch in epochs if again or not evaluation_path(run, epoch).exists()]
    if waiting:
        spec = input_spec(recipe)
        train = read_pictures(run, recipe, "train")
        parts = {
            "val": read_pictures(run, recipe, "val"),
            "train": train.every(max(1, len(train) // TRAIN_PICTURES)),
        }
        squares = {part: evaluation_squares(pictures.paths, spec) for part, pictures in parts.items()}
        network = place(create_network(recipe, pretrained=False), default_device()).eval()
        for epoch in waiting:
            load_weights(network, judged_weights(run, epoch))
            scored = {part: judge(parts[part], score(network, squares[part], spec)) for part in parts}
            write_judged(evaluation_path(run, epoch), scored)
            print(f"epoch {epoch} scored", file=sys.stderr)
    lines = [json.dumps({"epoch": epoch, **summary(evaluation_path(run, epoch))}) for epoch in epochs]
    with replacing(run / "evaluations.jsonl") as beside:
        beside.write_text("\n".join(lines) + "\n", encoding="utf-8")


@torch.inference_mode()
def score(network: Network, squares: np.ndarray, spec: InputSpec) -> np.ndarray:
    """Return the logits (N, C) of prepared pictures, their views averaged."""
    device = next(network.parameters()).device
    batches = [
        network(batch.to(device, memory_format=torch.channels_last))[0].float().cpu().numpy()
        for batch in evaluation_batches(squares, spec, BATCH_SIZE)
    ]
    return average_views(np.concatenate(batches), spec) if batches else np.empty((0, network.head.out_features))


def judge(pictures: Pictures, logits: np.ndarray) -> Judged:
    """Join pictures with what the network said of them."""
    return Judged(
        logits=logits.astype(np.float32),
        targets=np.asarray(pictures.targets, dtype=np.int64),
        domains=np.asarray([row.domain for row in pictures.rows], dtype=np.str_),
        clusters=np.asarray([row.cluster or row.sha256 for row in pictures.rows], dtype=np.str_),
    )


def summary(evaluation: Path) -> dict[str, float]:
    """Return one line a person can follow: losses, temperature and accuracy on the pictures that decide."""
    val, train = (read_judged(evaluation, part).deciding() for part in ("val", "train"))
    if not len(val):
        raise ValueError("the run has no known validation picture to judge by")
    temperature = fit_temperature(val.logits, val.targets)
    return {
        "val_loss": float(cross_entropies(val.logits, val.targets, temperature).mean()),
        "val_loss_raw": float(cross_entropies(val.logits, val.targets).mean()),
        "temperature": temperature,
        "top1": float(hits_at(val.logits, val.targets, 1).mean()),
        "top5": float(hits_at(val.logits, val.targets, 5).mean()),
        "train_loss": float(cross_entropies(train.logits, train.targets).mean()),
    }


if __name__ == "__main__":
    main()
