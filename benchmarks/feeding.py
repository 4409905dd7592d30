"""Whether the network ever waits for pictures, and how training compares with timm's own script.

    python -m benchmarks.feeding DATASET [--size 192] [--batches 12] [--rounds 5] [--json]
    python -m benchmarks.feeding DATASET --timm path/to/pytorch-image-models/train.py [--epochs 2]

The first takes training steps on real pictures (decoded once, changed anew for every batch) and on one batch repeated,
in turns, and prints pictures a second and their ratio: 1 means that preparing pictures costs nothing. The second trains
the same architecture on the same pictures at the same size with the same changes, by `manage.py train`'s engine and by
timm's `train.py`, each from its start to the end of its last epoch (decoding included, validation not).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.feeding_peer import train_with_timm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "snn.settings")
GOAL = 0.95
PREFETCHED = 2
"""Batches that a loader's one process makes ahead."""


def main() -> None:
    """Parse the command line, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--architecture", default="tf_efficientnet_lite0")
    parser.add_argument("--size", type=int, default=192)
    parser.add_argument("--batches", type=int, default=12, help="steps in each turn (default: 12)")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side (default: 5)")
    parser.add_argument("--timm", type=Path, help="timm's train.py; compares with it instead")
    parser.add_argument("--epochs", type=int, default=2, help="with --timm (default: 2)")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    _as_the_launcher_would()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["SNN_VAR"] = scratch
        run = make_run(asked)
        found = compare_with_timm(run, asked) if asked.timm else compare_with_one_batch(run, asked)
    print(json.dumps(found) if asked.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


def _as_the_launcher_would() -> None:
    """Start anew with the settings of memory and threads that jobs have: they are read when a process starts."""
    from training.launcher import ENVIRONMENT

    if not ENVIRONMENT.keys() <= os.environ.keys():
        again = [sys.executable, "-m", "benchmarks.feeding", *sys.argv[1:]]
        os.execve(sys.executable, again, {**ENVIRONMENT, **os.environ})


def make_run(asked: argparse.Namespace) -> Path:
    """Make a run of the usual recipe on the data set."""
    import django

    django.setup()
    from training.services import create_run

    options = {
        "architecture": asked.architecture,
        "size": asked.size,
        "resize": round(asked.size * 1.1),
        "epochs": asked.epochs,
    }
    return create_run(name="feeding", folders=[asked.dataset], options=options).folder


def compare_with_one_batch(run: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Train on real pictures and on one batch repeated, in turns."""
    from training.core.recipe import read_recipe
    from training.engine.augment import Augment
    from training.engine.dataset import TrainingSet, read_pictures, stranger_count
    from training.engine.distributed import Group, default_device
    from training.engine.learner import create_learner
    from training.engine.losses import Labels, create_picture_losses
    from training.engine.network import normalisation
    from training.engine.sampling import EpochSampler, create_loader
    from training.engine.train import step_loss

    recipe = read_recipe(run)
    group = Group(0, 1, default_device())
    learner = create_learner(recipe, group, strangers=stranger_count(run))
    dataset = TrainingSet(
        read_pictures(run, recipe, "train"), recipe, Augment(recipe, *normalisation(recipe)), quiet=True
    )
    sampler = EpochSampler(dataset.pictures, recipe)
    losses = create_picture_losses(recipe, dataset.pictures)

    def batches() -> Iterable[Any]:
        """Go on for as many epochs as it takes."""
        while True:
            yield from create_loader(dataset, sampler, batch_size=recipe.batch_size, world=1, gpu=False)
            sampler.epoch += 1

    def pace(some: Iterable[Any]) -> float:
        start = time.perf_counter()
        for pictures, *labels in some:
            learner.optimizer.zero_grad(set_to_none=True)
            loss = step_loss(learner.taught, pictures, Labels(*labels), recipe, group, losses=losses)
            loss.backward()  # type: ignore[no-untyped-call]
            learner.step(1.0, recipe, 0)
        return float(asked.batches * recipe.batch_size / (time.perf_counter() - start))

    fed = iter(batches())
    one = next(fed)
    learner.taught.train()
    pace(one for _ in range(asked.batches))  # the first steps warm caches and memory up
    real, repeated = [], []
    for _ in range(asked.rounds):
        repeated.append(pace(one for _ in range(asked.batches)))
        list(islice(fed, PREFETCHED))  # made while the other side trained: they would be a gift
        real.append(pace(islice(fed, asked.batches)))
    ratios = [ours / theirs for ours, theirs in zip(real, repeated, strict=True)]
    return {
        "pictures a second, real": round(statistics.median(real), 1),
        "pictures a second, one batch repeated": round(statistics.median(repeated), 1),
        "ratio": round(statistics.median(ratios), 3),
        "ratio least, most": (round(min(ratios), 3), round(max(ratios), 3)),
        "goal": GOAL,
    }


def compare_with_timm(run: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Train the same with both, in turns: ours, theirs, ours, theirs."""
    from training.core.recipe import read_recipe
    from training.engine.dataset import read_pictures

    recipe = read_recipe(run)
    pictures = read_pictures(run, recipe, "train")
    seen = len(pictures) // recipe.batch_size * recipe.batch_size * recipe.epochs
    ours, theirs = [], []
    for _ in range(2):
        ours.append(_timed(lambda: _train(run)))
        theirs.append(_timed(lambda: train_with_timm(asked.timm, pictures, recipe)))
    return {
        "pictures a second, SNN": round(seen / min(ours), 1),
        "pictures a second, timm's train.py": round(seen / min(theirs), 1),
        "ratio": round(min(theirs) / min(ours), 2),
        "seconds, SNN": [round(value, 1) for value in ours],
        "seconds, timm": [round(value, 1) for value in theirs],
        "goal": 1.0,
    }


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _train(run: Path) -> None:
    for name in ("state.pt", "metrics.jsonl"):
        (run / name).unlink(missing_ok=True)
    subprocess.run([sys.executable, "-m", "training.engine.train", str(run)], check=True)


if __name__ == "__main__":
    main()
