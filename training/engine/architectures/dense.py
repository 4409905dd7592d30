"""Nothing but dense layers over the pixels: what a first tutorial tries, and what a picture loses without convolutions.

`dense_<depth>x<width>`: the picture is averaged to 32 x 32 pixels, then come so many layers of so many units.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from torch import Tensor, nn
from torch.nn import functional

from training.engine.architectures.trunk import Trunk
from training.engine.timm_import import timm

SIDE = 32
DEPTHS, WIDTHS = (1, 2, 3), (128, 512, 1024)


class Dense(Trunk):
    """`depth` layers of `width` units, each normalised and rectified."""

    def __init__(self, depth: int, width: int) -> None:
        super().__init__()
        self.num_features = width
        sizes = [3 * SIDE * SIDE, *[width] * depth]
        layers = [
            nn.Sequential(nn.Linear(size, following), nn.BatchNorm1d(following), nn.ReLU(inplace=True))
            for size, following in pairwise(sizes)
        ]
        self.layers = nn.Sequential(*layers)

    def forward_features(self, pictures: Tensor) -> Tensor:
        small = functional.interpolate(pictures, size=(SIDE, SIDE), mode="area")
        features: Tensor = self.layers(small.flatten(1))
        return features


def _register(depth: int, width: int) -> None:
    def create(pretrained: bool = False, **_: Any) -> Dense:
        return Dense(depth, width)

    create.__name__ = f"dense_{depth}x{width}"
    create.__module__ = __name__
    timm.models.register_model(create)


for _depth in DEPTHS:
    for _width in WIDTHS:
        _register(_depth, _width)
