"""A picture painted in the colours of another domain keeps what it shows and loses how it was lit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from training.core.manifest import ManifestRow
from training.core.recipe import DatasetRef, Recipe
from training.engine.augment import Augment
from training.engine.dataset import Pictures, TrainingSet
from training.engine.palettes import FURTHEST, Palettes

RECIPE = Recipe(name="r", task="show", datasets=(DatasetRef("d", "d", "0", 1),), labels=("a", "b"), palettes=1.0)


def noise(middle: float, spread: float, colour: tuple[float, float, float] = (1, 1, 1)) -> Tensor:
    grey = middle + spread * torch.randn(1, 48, 64, generator=torch.Generator().manual_seed(0))
    return (grey * torch.tensor(colour)[:, None, None]).clamp(0, 255).to(torch.uint8)


def repainted(pictures: list[Tensor], domains: list[int]) -> Tensor:
    return Palettes(pictures, domains).repaint(pictures[0], 0, np.random.default_rng(0))


def test_it_takes_the_brightness_and_contrast_of_the_other():
    dark, bright = noise(50, 10), noise(180, 15)
    painted = repainted([dark, bright], [0, 1]).float()
    assert painted.mean() == pytest.approx(float(bright.float().mean()), abs=2)
    assert painted.std() == pytest.approx(float(bright.float().std()), abs=2)


def test_it_takes_the_tint_of_the_other():
    blue = noise(120, 20, colour=(0.4, 0.6, 1.0))
    painted = repainted([noise(120, 20), blue], [0, 1]).float().mean(dim=(1, 2))
    assert painted.tolist() == pytest.approx(blue.float().mean(dim=(1, 2)).tolist(), abs=3)


def test_what_is_lighter_stays_lighter():
    dark = noise(50, 10)
    painted = repainted([dark, noise(180, 15)], [0, 1])
    assert np.corrcoef(dark.flatten(), painted.flatten())[0, 1] > 0.99


def test_a_plain_picture_is_not_blown_up_to_noise():
    painted = repainted([noise(120, 4), noise(120, 60)], [0, 1]).float()
    assert painted.std() < 4 * FURTHEST * 1.1


def test_pictures_of_its_own_domain_lend_nothing():
    dark, bright = noise(50, 10), noise(180, 15)
    assert torch.equal(repainted([dark, bright], [0, 0]), dark)
    painted = repainted([dark, bright, noise(100, 10)], [0, 0, 1]).float()
    assert painted.mean() == pytest.approx(100, abs=2)


def test_the_picture_given_is_not_written_to():
    dark = noise(50, 10)
    repainted([dark, noise(180, 15)], [0, 1])
    assert torch.equal(dark, noise(50, 10))


@pytest.fixture
def two_domains(tmp_path: Path) -> Pictures:
    rows, paths = [], []
    for domain, shade in (("web", 40), ("frames", 220)):
        paths.append(tmp_path / f"{domain}.png")
        Image.new("RGB", (300, 300), (shade, shade, shade)).save(paths[-1])
        rows.append(ManifestRow("d", f"{domain}.png", "", "a", domain, "", "", "", "", "train", "known"))
    return Pictures(tuple(rows), tuple(paths), np.zeros(2, dtype=np.int64), (0, 0))


def shade(pictures: Pictures, recipe: Recipe) -> float:
    """Return how light, in 0-255, the first picture is in training."""
    plain = replace(recipe, colour=0.0, erasing=0.0, grey=0.0)
    data = TrainingSet(pictures, plain, Augment(plain, (0.0,) * 3, (1.0,) * 3), quiet=True)
    assert torch.equal(data[0].picture, data[0].picture), "the same key paints in the same way"
    return float(data[0].picture.mean() * 255)


def test_the_recipe_says_whether_training_pictures_are_painted_so(two_domains: Pictures):
    assert shade(two_domains, replace(RECIPE, palettes=0.0)) == pytest.approx(40, abs=1)
    assert shade(two_domains, RECIPE) == pytest.approx(220, abs=1)
