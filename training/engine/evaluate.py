"""Score every checkpoint of a run again, on pictures none of them learnt from and on some they did.

    python -m training.engine.evaluate RUN [--again]

Plain pictures, no augmentation, no smoothing; averaged weights where they were kept. Each epoch leaves
`evaluations/epoch-000.npz` with the logits, and a line in `evaluations.jsonl`; epochs scored before are skipped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch

from classifier.core.metrics import hits_at
from classifier.core.preprocess import InputSpec, average_views
from training.core.evaluations import Judged, evaluation_path, read_judged, write_judged
from training.core.judging import best_temperature, hits, losses, mean_average_precision
from training.core.recipe import Recipe, read_recipe
from training.core.whole_file import replacing
from training.engine.checkpoint import judged_weights, whole_epochs
from training.engine.dataset import Pictures, evaluation_batches, read_pictures, readable_squares
from training.engine.distributed import Group, place, process_group
from training.engine.network import Network, load_network, normalisation
from training.engine.tensorboard import write_scalars

BATCH_SIZE = 32
TRAIN_PICTURES = 300
"""So many training pictures are scored beside the validation pictures, to see the two losses part."""


def main() -> None:
    """Parse the command line and evaluate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    parser.add_argument("--again", action="store_true", help="score epochs that were scored before, too")
    arguments = parser.parse_args()
    try:
        with process_group() as group:
            evaluate_run(arguments.run, read_recipe(arguments.run), group, again=arguments.again)
    except (ValueError, OSError) as error:
        sys.exit(f"evaluation stopped: {error}")


def input_spec(recipe: Recipe) -> InputSpec:
    """Return how this recipe's pictures are prepared, for evaluation and for the card."""
    mean, std = normalisation(recipe)
    return InputSpec(
        size=recipe.judged_size or recipe.size,
        resize=recipe.resize,
        mean=mean,
        std=std,
        views=recipe.views,
        cut_borders=recipe.cut_borders,
    )


def evaluate_run(run: Path, recipe: Recipe, group: Group, *, again: bool = False) -> None:
    """Score every whole checkpoint that was not scored yet, each process its share of the pictures."""
    epochs = whole_epochs(run)
    if not epochs:
        raise ValueError(f"{run} has no checkpoint yet")
    waiting = [epoch for epoch in epochs if again or not evaluation_path(run, epoch).exists()]
    group.wait()  # until every process has looked, none may write what the others look for
    if waiting:
        train = read_pictures(run, recipe, "train")
        parts = {
            "val": read_pictures(run, recipe, "val"),
            "train": train.every(max(1, len(train) // TRAIN_PICTURES)),
        }
        spec = input_spec(recipe)
        shares = {part: _share(pictures, spec, group) for part, pictures in parts.items()}
        for epoch in waiting:
            network = place(load_network(recipe, judged_weights(run, epoch)), group.device).eval()
            scored = {
                part: _joined(share, score(network, share.squares, spec), group) for part, share in shares.items()
            }
            if group.leads:
                write_judged(evaluation_path(run, epoch), scored)
                print(f"epoch {epoch} scored", file=sys.stderr)
    if group.leads:
        _write_summaries(run, epochs)


def _write_summaries(run: Path, epochs: Sequence[int]) -> None:
    lines = [{"epoch": epoch, **summary(evaluation_path(run, epoch))} for epoch in epochs]
    with replacing(run / "evaluations.jsonl") as beside:
        beside.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    for line in lines:
        write_scalars(run, "val", line)


@dataclass(frozen=True)
class Share:
    """The pictures of one part that one process scores: their places in the part, and their prepared views."""

    pictures: Pictures
    places: tuple[int, ...]
    squares: np.ndarray


def _share(pictures: Pictures, spec: InputSpec, group: Group) -> Share:
    """Deal out pictures in turns. Shares may differ by one: none is padded, so none counts twice."""
    mine = range(group.rank, len(pictures), group.world)
    squares, kept = readable_squares(pictures.at(mine), spec, quiet=not group.leads)
    places = tuple(mine[index] for index in kept)
    return Share(pictures.at(places), places, squares)


def _joined(share: Share, logits: np.ndarray, group: Group) -> Judged:
    """Put what all processes scored back into the order of the part."""
    gathered = group.gather((share.places, judge(share.pictures, logits)))
    order = np.argsort(np.concatenate([np.asarray(places, dtype=np.int64) for places, _ in gathered]))
    parts = [judged for _, judged in gathered]
    return Judged(
        **{field.name: np.concatenate([getattr(part, field.name) for part in parts])[order] for field in fields(Judged)}
    )


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
        targets=pictures.targets,
        domains=np.asarray([row.domain for row in pictures.rows], dtype=np.str_),
        clusters=np.asarray([row.cluster or row.sha256 for row in pictures.rows], dtype=np.str_),
    )


def summary(evaluation: Path) -> dict[str, float]:
    """Return one line a person can follow: losses, temperature and accuracy on the pictures that decide.

    Where several labels may be true, `map` stands for `top5`, and `top1` is the share of them among the as many
    likeliest.
    """
    val, train = (read_judged(evaluation, part).deciding() for part in ("val", "train"))
    if not len(val):
        raise ValueError("the run has no known validation picture to judge by")
    temperature = best_temperature(val)
    figures = {
        "val_loss": float(losses(val, temperature).mean()),
        "val_loss_raw": float(losses(val).mean()),
        "temperature": temperature,
        "top1": float(hits(val).mean()),
        "train_loss": float(losses(train).mean()),
    }
    if not val.is_multiple:
        return figures | {"top5": float(hits_at(val.logits, val.targets, 5).mean())}
    area = mean_average_precision(val)
    return figures if area is None else figures | {"map": area}


if __name__ == "__main__":
    main()
