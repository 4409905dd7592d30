"""The peer of `benchmarks.feeding`: timm's own `train.py`, not part of its package, on the pictures of a run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.core.recipe import Recipe
    from training.engine.dataset import Pictures

# timm needs the stand-in for torchvision's operators where torch is a CPU build; then it runs as it is.
RUN_SCRIPT = "import runpy, sys, training.engine.timm_import; runpy.run_path(sys.argv.pop(1), run_name='__main__')"


def train_with_timm(script: Path, pictures: Pictures, recipe: Recipe) -> None:
    """Train the recipe's architecture by timm's script for as many epochs, with the same changes to pictures."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _lay_out(folder, pictures)
        options = {
            "--model": recipe.architecture,
            "--num-classes": len({row.label for row in pictures.rows}),
            "--img-size": recipe.size,
            "--batch-size": recipe.batch_size,
            "--epochs": recipe.epochs,
            "--opt": "adamw",
            "--lr": recipe.learning_rate,
            "--weight-decay": recipe.weight_decay,
            "--smoothing": recipe.label_smoothing,
            "--color-jitter": recipe.colour,
            "--reprob": recipe.erasing,
            "--clip-grad": 5.0,
            "--workers": 1,
            "--device": "cpu",
            "--output": folder / "output",
            "--val-split": "",
        }
        words = [str(word) for pair in options.items() for word in pair]
        crops = ["--scale", str(recipe.smallest_crop), "1.0", "--ratio", "0.7", "1.7"]
        command = [sys.executable, "-c", RUN_SCRIPT, str(script), "--data-dir", str(folder), "--channels-last"]
        ema = ["--model-ema"] if recipe.ema_decay else []
        done = subprocess.run(
            [*command, *words, *crops, *ema],
            env={**os.environ, "PYTHONPATH": os.getcwd()},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"timm's script ended badly:\n{done.stderr[-2000:]}")


def _lay_out(folder: Path, pictures: Pictures) -> None:
    """Make the folder for each label that timm reads, by links."""
    for index, (row, path) in enumerate(zip(pictures.rows, pictures.paths, strict=True)):
        label = folder / "train" / row.label.replace("/", "_")
        label.mkdir(parents=True, exist_ok=True)
        (label / f"{index}{path.suffix}").symlink_to(path)
