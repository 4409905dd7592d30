"""Changes made to training pictures so that the network learns the show, not the picture."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from training.core.recipe import Recipe
from training.engine.overlays import Captions, paste_borders
from training.engine.timm_import import v2


def random_seed(*key: int) -> int:
    """Return the seed that belongs to a key of whole numbers: the same everywhere, and far from its neighbours."""
    return int.from_bytes(hashlib.blake2b("/".join(map(str, key)).encode(), digest_size=8).digest())


class Augment:
    """Turns a uint8 picture (3, H, W) into a normalised training input (3, S, S), the same way for the same key."""

    def __init__(self, recipe: Recipe, mean: tuple[float, ...], std: tuple[float, ...]) -> None:
        self._recipe = recipe
        self._captions = Captions(recipe.seed) if recipe.captions else None
        self._crop = lru_cache(maxsize=16)(self._crop_to)
        strength = recipe.colour
        self._colours: Any = v2.Compose(
            [
                v2.RandomApply([v2.ColorJitter(strength, 0.75 * strength, 0.75 * strength)], p=0.8),
                v2.RandomGrayscale(p=recipe.grey),
            ]
        )
        self._floats: Any = v2.ToDtype(torch.float32, scale=True)
        self._normalised: Any = v2.Compose(
            [
                v2.Normalize(mean, std),
                v2.RandomErasing(p=recipe.erasing, scale=(0.02, 0.2)),
            ]
        )

    def __call__(self, picture: Tensor, *, size: int, epoch: int, index: int) -> Tensor:
        # The key makes a picture's change independent of order, process and restart.
        with torch.random.fork_rng(devices=[]):
            # Only the CPU's generator: seeding those of all devices, too, would take as long as the changes do.
            torch.default_generator.manual_seed(random_seed(self._recipe.seed, epoch, index) % 2**63)
            return self._change(picture, size)

    def _change(self, picture: Tensor, size: int) -> Tensor:
        picture = self._crop(size)(picture)
        if _chance(self._recipe.blur):
            picture = _blur(picture)
        if _chance(self._recipe.borders):
            picture = paste_borders(picture)
        if self._captions is not None and _chance(self._recipe.captions):
            picture = self._captions.paste(picture)  # after the mirror, so that letters stand the right way round
        # Colours change as floats: of bytes each change makes floats and bytes again, in twice the time.
        return self._normalised(self._colours(self._floats(picture)))

    def _crop_to(self, size: int) -> Any:
        scale = (self._recipe.smallest_crop, 1.0)
        return v2.Compose(
            [v2.RandomResizedCrop(size, scale=scale, ratio=(0.7, 1.7), antialias=True), v2.RandomHorizontalFlip()]
        )


def _chance(share: float) -> bool:
    return share > 0 and float(torch.rand(())) < share


def _blur(picture: Tensor) -> Tensor:
    """Take away detail, as of a small or upscaled picture: down to a half or a third, and up again."""
    size = picture.shape[-1]
    small = max(8, int(size * float(torch.empty(()).uniform_(0.33, 0.6))))
    shrunk = functional.interpolate(picture[None], size=(small, small), mode="bilinear", antialias=True)
    return functional.interpolate(shrunk, size=(size, size), mode="bilinear")[0]
