"""Draw a run's losses and accuracy by epoch, with the three choices: `curves.svg`.

python -m training.engine.curves RUN
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

from training.core.whole_file import replacing

mpl.use("svg")
from matplotlib import pyplot as plt

INK, RED, BLUE, GREEN, GREY = "#27303f", "#d1495b", "#2e6f95", "#3c8d5a", "#8a93a3"
STYLE: dict[Any, Any] = {
    "svg.hashsalt": "snn",  # the same choice draws the same file
    "font.size": 10,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e6e8ec",
}


def main() -> None:
    """Parse the command line and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run, with its choice.json")
    run = parser.parse_args().run
    try:
        draw(run.name, json.loads((run / "choice.json").read_text(encoding="utf-8")), run / "curves.svg")
    except OSError as error:
        sys.exit(f"drawing stopped: {error}")


def draw(name: str, choice: dict[str, Any], path: Path) -> None:
    """Draw a choice as `choice.json` holds it."""
    table = choice["table"]
    epochs = [row["epoch"] for row in table]
    with plt.rc_context(STYLE):
        figure, (losses, accuracy) = plt.subplots(2, 1, figsize=(8, 7), sharex=True, height_ratios=(3, 2))
        _band(losses, epochs, [row["loss_ci95"] for row in table], RED)
        losses.plot(epochs, [row["loss"] for row in table], color=RED, marker="o", ms=4, label="validation, calibrated")
        losses.plot(epochs, [row["raw_loss"] for row in table], color=RED, ls=":", label="validation, raw")
        losses.plot(epochs, [row["train_loss"] for row in table], color=BLUE, label="training, unaugmented")
        losses.set_ylabel("cross-entropy, nats")
        _band(accuracy, epochs, [row["top1_ci95"] for row in table], GREEN)
        accuracy.plot(epochs, [row["top1"] for row in table], color=GREEN, marker="o", ms=4, label="validation top-1")
        accuracy.set_ylabel("top-1")
        accuracy.set_xlabel("epoch")
        accuracy.xaxis.get_major_locator().set_params(integer=True)
        for axes in (losses, accuracy):
            _choices(axes, choice)
        losses.legend(frameon=False)
        losses.set_title(f"{name}: epoch {choice['epoch']} chosen", loc="left", color=INK)
        figure.tight_layout()
        with replacing(path) as beside:
            figure.savefig(beside, format="svg", metadata={"Date": None})
        plt.close(figure)


def _band(axes: Any, epochs: list[int], intervals: list[list[float]], colour: str) -> None:
    axes.fill_between(epochs, *zip(*intervals, strict=True), color=colour, alpha=0.12, lw=0)


def _choices(axes: Any, choice: dict[str, Any]) -> None:
    """Mark the chosen epoch and what the two common rules would take."""
    for key, label, style in (("epoch", "chosen", "-"), ("min_loss", "min-loss", "--"), ("max_top1", "max-top1", ":")):
        axes.axvline(choice[key], color=INK if key == "epoch" else GREY, ls=style, lw=1.2, label=label, zorder=0)


if __name__ == "__main__":
    main()
