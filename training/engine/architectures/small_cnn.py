"""A small convolutional network, four blocks of two convolutions: what fits on one screen."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from torch import Tensor, nn

from training.engine.architectures.trunk import Trunk
from training.engine.timm_import import timm

CHANNELS = (32, 64, 128, 256)


class SmallCnn(Trunk):
    """Each block halves the side of the maps; the last has 256 of them, which are averaged."""

    num_features = CHANNELS[-1]

    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.Sequential(*[_block(inputs, outputs) for inputs, outputs in pairwise((3, *CHANNELS))])

    def forward_features(self, pictures: Tensor) -> Tensor:
        maps: Tensor = self.blocks(pictures)
        return maps


def _block(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(*_convolution(inputs, outputs), *_convolution(outputs, outputs), nn.MaxPool2d(2))


def _convolution(inputs: int, outputs: int) -> list[nn.Module]:
    return [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]


def small_cnn(pretrained: bool = False, **_: Any) -> SmallCnn:
    """Build it; it has no weights to begin with."""
    return SmallCnn()


small_cnn.__module__ = __name__
timm.models.register_model(small_cnn)
