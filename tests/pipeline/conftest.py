"""A data set small enough to train on in seconds: shows told apart by colour, in videos of a few frames."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytest_django.fixtures import Settings

COLOURS = {
    "Crimson Pier": (190, 40, 50),
    "Teal Harbour": (30, 150, 150),
    "Amber Field": (220, 160, 40),
    "A Cartoon": (120, 120, 120),
    "Another Cartoon": (60, 60, 60),
    "Third Cartoon": (200, 200, 200),
}

TINY_RECIPE = {
    "architecture": "test_efficientnet_gn",  # group normalisation: the same result however a batch is dealt out
    "pretrained": "none",
    "embedding": 16,
    "size": 32,
    "resize": 36,
    "epochs": 3,
    "batch_size": 8,
    "learning_rate": 3e-3,
}


@pytest.fixture
def runs(settings: Settings, tmp_path: Path) -> Path:
    """Let runs and models lie in folders of the test's own."""
    settings.SNN_MODELS = tmp_path / "models"
    settings.SNN_RUNS = tmp_path / "runs"
    return settings.SNN_RUNS


@pytest.fixture
def colours(tmp_path: Path) -> Path:
    """Write a data set of three shows and three cartoons, six videos of two frames each."""
    return write_colours(tmp_path / "colours")


def write_colours(folder: Path, *, videos: int = 6) -> Path:
    generator = np.random.default_rng(0)
    rows = []
    for label, colour in COLOURS.items():
        kind = "cartoon" if "Cartoon" in label else "anime"
        for number in range(videos * 2):
            name = f"images/{label.lower().replace(' ', '-')}-{number}.png"
            noise = generator.normal(0, 25, (48, 64, 3))
            picture = np.clip(np.asarray(colour) + noise, 0, 255).astype(np.uint8)
            (folder / "images").mkdir(parents=True, exist_ok=True)
            Image.fromarray(picture).save(folder / name)
            rows.append({"file_name": name, "label": label, "kind": kind, "cluster": f"{label[:2]}{number // 2}"})
    with (folder / "metadata.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture
def made_run(runs: Path, colours: Path) -> Callable[..., Path]:
    """Make runs of the tiny recipe on the colours."""
    from training.services import create_run

    def make(name: str, **changes: object) -> Path:
        return create_run(name=name, folders=[colours], options={**TINY_RECIPE, **changes}).folder

    return make
