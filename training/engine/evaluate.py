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
from typing import Any

import numpy as np
import torch

from classifier.core.metrics import cross_entropies, hits_at
from classifier.core.preprocess import InputSpec, average_views
from training.core.evaluations import Evaluation, read_evaluation, write_evaluation
from training.core.recipe import Recipe, read_recipe
from training.core.temperature import fit_temperature
from training.core.whole_file import replacing
from training.engine.checkpoint import checkpoint_path, load_weights, whole_epochs
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
    waiting = [epoch for epoch in epochs if again or read_evaluation(run, epoch) is None]
    if waiting:
        spec = input_spec(recipe)
        val = read_pictures(run, recipe, "val")
        train = read_pictures(run, recipe, "train")
        train = train.every(max(1, len(train) // TRAIN_PICTURES))
        squares = [evaluation_squares(part.paths, spec) for part in (val, train)]
        network = place(create_network(recipe, pretrained=False), default_device()).eval()
        for epoch in waiting:
            load_weights(network, _weights_to_judge(run, epoch))
            val_logits, train_logits = (score(network, part, spec) for part in squares)
            write_evaluation(run, epoch, _evaluation(val, val_logits, train, train_logits))
            print(f"epoch {epoch} scored", file=sys.stderr)
    lines = [json.dumps(_summary(run, epoch)) for epoch in epochs]
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


def _weights_to_judge(run: Path, epoch: int) -> Path:
    averaged = checkpoint_path(run, epoch, ema=True)
    return averaged if averaged.exists() else checkpoint_path(run, epoch, ema=False)


def _evaluation(val: Pictures, val_logits: np.ndarray, train: Pictures, train_logits: np.ndarray) -> Evaluation:
    return Evaluation(
        logits=val_logits.astype(np.float32),
        targets=np.asarray(val.targets, dtype=np.int64),
        domains=tuple(row.domain for row in val.rows),
        clusters=tuple(row.cluster or row.sha256 for row in val.rows),
        train_logits=train_logits.astype(np.float32),
        train_targets=np.asarray(train.targets, dtype=np.int64),
        train_domains=tuple(row.domain for row in train.rows),
    )


def _summary(run: Path, epoch: int) -> dict[str, Any]:
    """Return one line a person can follow: losses, temperature and accuracy on the real known pictures."""
    evaluation = read_evaluation(run, epoch)
    if evaluation is None:
        raise ValueError(f"the evaluation of epoch {epoch} went away")
    logits, targets, _ = evaluation.judged()
    train_logits, train_targets = evaluation.judged_train()
    temperature = fit_temperature(logits, targets)
    return {
        "epoch": epoch,
        "val_loss": float(cross_entropies(logits, targets, temperature).mean()),
        "val_loss_raw": float(cross_entropies(logits, targets).mean()),
        "temperature": temperature,
        "top1": float(hits_at(logits, targets, 1).mean()),
        "top5": float(hits_at(logits, targets, 5).mean()),
        "train_loss": float(cross_entropies(train_logits, train_targets).mean()),
    }


if __name__ == "__main__":
    main()
