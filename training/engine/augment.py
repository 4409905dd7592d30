"""Changes made to training pictures so that the network learns the show, not the picture."""

from __future__ import annotations

import hashlib
from typing import Any

import torch
from torch import Tensor

from training.core.recipe import Recipe
from training.engine.timm_import import v2


def random_seed(*key: int) -> int:
    """Return the seed that belongs to a key of whole numbers: the same everywhere, and far from its neighbours."""
    return int.from_bytes(hashlib.blake2b("/".join(map(str, key)).encode(), digest_size=8).digest())


class Augment:
    """Turns a uint8 picture (3, H, W) into a normalised training input (3, S, S), the same way for the same key."""

    def __init__(self, recipe: Recipe, mean: tuple[float, ...], std: tuple[float, ...]) -> None:
        self._changes: Any = v2.Compose(
            [
                v2.RandomResizedCrop(recipe.size, scale=(recipe.smallest_crop, 1.0), ratio=(0.7, 1.7), antialias=True),
                v2.RandomHorizontalFlip(),
                v2.RandomApply([v2.ColorJitter(brightness=0.4, contrast=0.3, saturation=0.3)], p=0.8),
                v2.RandomGrayscale(p=0.05),
                v2.ToDtype(torch.float32, scale=True),
                v2.Normalize(mean, std),
                v2.RandomErasing(p=recipe.erasing, scale=(0.02, 0.2)),
            ]
        )
        self._seed = recipe.seed

    def __call__(self, picture: Tensor, *, epoch: int, index: int) -> Tensor:
        # The key makes a picture's change independent of order, process and restart.
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(random_seed(self._seed, epoch, index))
            return self._changes(picture)
