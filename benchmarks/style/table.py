"""What scored runs came to, side by side: accuracy with its interval, what they cost to train, size and speed.

    .venv/bin/python manage.py sweep benchmarks/style/architectures.toml
    .venv/bin/python -m benchmarks.style.table var/runs/style-networks-* --svg docs/style-networks.svg

Prints a Markdown table, a row for each run at the epoch with the least validation loss. Intervals are at 95 %, by
resampling what must not be parted (whole shows). Speed is torch's on one thread, a picture at a time.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
import torch

from classifier.core.metrics import mean_interval
from training.core.evaluations import evaluation_path, read_judged
from training.core.judging import best_temperature, hits, losses
from training.core.recipe import read_recipe
from training.engine.network import create_network

mpl.use("svg")
from matplotlib import pyplot as plt

TRIES = 12


@dataclass(frozen=True)
class Line:
    """A run. `seconds`: of training, all epochs. `parameters` in millions, `ms` for one picture."""

    run: str
    network: str
    learning_rate: float
    epoch: int
    epochs: int
    pictures: int
    top1: float
    top1_ci95: tuple[float, float]
    nll: float
    seconds: float
    parameters: float
    ms: float


def main() -> None:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", type=Path, help="folders of scored runs")
    parser.add_argument("--svg", type=Path, help="where to draw accuracy against the cost of training")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    lines = sorted((measured(run) for run in arguments.runs), key=lambda line: -line.top1)
    print("| network | rate | top-1 | NLL | epoch | training, s | parameters, M | ms a picture |")
    print("|---|---|---|---|---|---|---|---|")
    for one in lines:
        low, high = one.top1_ci95
        print(
            f"| `{one.network}` | {one.learning_rate:g} | {one.top1:.3f} [{low:.3f}, {high:.3f}] | {one.nll:.3f} "
            f"| {one.epoch} of {one.epochs} | {one.seconds:.0f} | {one.parameters:.2f} | {one.ms:.1f} |"
        )
    print(f"\n{lines[0].pictures} pictures of shows that none of them saw.")
    if arguments.svg:
        draw(lines, arguments.svg)


def measured(run: Path) -> Line:
    """Read a run's best epoch, and run its network a few times."""
    recipe = read_recipe(run)
    scored = [json.loads(line) for line in (run / "evaluations.jsonl").read_text().splitlines()]
    best = min(scored, key=lambda line: line["val_loss"])
    judged = read_judged(evaluation_path(run, best["epoch"]), "val").deciding()
    right = hits(judged)
    network = create_network(recipe, pretrained=False).eval()
    seconds = [json.loads(line)["seconds"] for line in (run / "metrics.jsonl").read_text().splitlines()]
    return Line(
        run=run.name,
        network=recipe.architecture,
        learning_rate=recipe.learning_rate,
        epoch=best["epoch"],
        epochs=recipe.epochs,
        pictures=len(judged),
        top1=float(right.mean()),
        top1_ci95=mean_interval(right, judged.clusters.tolist()),
        nll=float(losses(judged, best_temperature(judged)).mean()),
        seconds=sum(seconds),
        parameters=sum(parameter.numel() for parameter in network.parameters()) / 1e6,
        ms=_ms(network, recipe.judged_size or recipe.size),
    )


@torch.inference_mode()
def _ms(network: torch.nn.Module, size: int) -> float:
    picture = torch.zeros(1, 3, size, size)
    taken = []
    for _ in range(TRIES):
        start = time.process_time()
        network(picture)
        taken.append((time.process_time() - start) * 1000)
    return float(np.median(taken[2:]))


def draw(lines: list[Line], path: Path) -> None:
    """Draw accuracy with its interval against seconds of training."""
    with plt.rc_context({"svg.hashsalt": "snn", "axes.spines.top": False, "axes.spines.right": False}):
        figure, axes = plt.subplots(figsize=(8, 4.5))
        for one in lines:
            below, above = one.top1 - one.top1_ci95[0], one.top1_ci95[1] - one.top1
            axes.errorbar(one.seconds, one.top1, yerr=[[below], [above]], fmt="o", color="#2e6f95", capsize=3)
            axes.annotate(
                one.network,
                (one.seconds, one.top1),
                xytext=(6, 4),
                textcoords="offset points",
                fontsize=8,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )
        axes.set_xscale("log")
        axes.margins(x=0.15)
        axes.set_xlabel("seconds of training")
        axes.set_ylabel("top-1 on shows never seen")
        figure.tight_layout()
        figure.savefig(path, format="svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
