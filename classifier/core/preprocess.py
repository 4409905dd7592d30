"""From decoded pictures to the network's input, the same for training, evaluation and serving.

What to do stands in the model's card (`InputSpec`), never in code: bars and margins are cut, a picture is cropped to a
square for each view, resized once with antialiasing, and normalised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from PIL import Image

from classifier.core.borders import content_box

Interpolation = Literal["bilinear", "bicubic", "lanczos"]
View = Literal["center", "start", "end", "center-flip", "start-flip", "end-flip"]
VIEWS: tuple[View, ...] = get_args(View)

Square = tuple[float, float, float, float]  # left, upper, right, lower in pixels

_RESAMPLING = {
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}

REDUCING_GAP = 1.4
"""A crop that is twice this (or more) too large is first shrunk by plain averaging to no less than this. On 1280x720
that halves the time, and the difference is that of JPEG at quality 90; smaller pictures come out the same."""


@dataclass(frozen=True)
class InputSpec:
    """How a picture becomes the input of a network.

    `size`: side of the square input in pixels. `resize`: the length the picture's shorter side would have before
    the crop, so `size / resize` of the shorter side is seen. `views`: which squares are looked at; `start` is the left
    (or upper) end of the longer side, `end` the other, `-flip` is mirrored. `mean`, `std`: per channel, for values
    in [0, 1]. `cut_borders`: whether black bars and white margins are cut first (`classifier.core.borders`).
    """

    size: int
    resize: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    interpolation: Interpolation = "bicubic"
    views: tuple[View, ...] = ("center",)
    cut_borders: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.size <= self.resize:
            raise ValueError(f"size must lie between 1 and resize, not {self.size} with resize {self.resize}")
        if self.interpolation not in _RESAMPLING:
            raise ValueError(f"interpolation must be one of {', '.join(_RESAMPLING)}, not {self.interpolation!r}")
        if not self.views or not set(self.views) <= set(VIEWS):
            raise ValueError(f"views must be some of {', '.join(VIEWS)}, not {list(self.views)}")
        if len(self.mean) != 3 or len(self.std) != 3 or min(self.std) <= 0:
            raise ValueError("mean and std must have three numbers each, those of std above 0")


def crop_box(width: int, height: int, spec: InputSpec, view: View) -> Square:
    """Return the square (left, upper, right, lower) in source pixels that a view looks at, borders aside."""
    side = min(width, height) * spec.size / spec.resize
    margin = (min(width, height) - side) / 2
    place = {"center": 0.5, "start": 0.0, "end": 1.0}[view.removesuffix("-flip")]
    along = margin + place * (max(width, height) - side - 2 * margin)
    left, upper = (along, margin) if width >= height else (margin, along)
    return left, upper, left + side, upper + side


def view_boxes(image: Image.Image, spec: InputSpec) -> list[Square]:
    """Return the square (left, upper, right, lower) in pixels of the picture that each view looks at."""
    left, upper, right, lower = content_box(image) if spec.cut_borders else (0, 0, *image.size)
    boxes = (crop_box(right - left, lower - upper, spec, view) for view in spec.views)
    return [(x0 + left, y0 + upper, x1 + left, y1 + upper) for x0, y0, x1, y1 in boxes]


def to_square(image: Image.Image, spec: InputSpec, view: View = "center") -> npt.NDArray[np.uint8]:
    """Crop and resize an RGB picture: uint8, size x size x 3."""
    [box] = view_boxes(image, replace(spec, views=(view,)))
    return _square(image, spec, view, box)


def _square(image: Image.Image, spec: InputSpec, view: View, box: Square) -> npt.NDArray[np.uint8]:
    square = image.resize((spec.size, spec.size), _RESAMPLING[spec.interpolation], box=box, reducing_gap=REDUCING_GAP)
    if view.endswith("-flip"):
        square = square.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return np.asarray(square)


def normalise(squares: npt.NDArray[np.uint8], spec: InputSpec) -> npt.NDArray[np.float32]:
    """Turn N x H x W x 3 bytes into the normalised N x 3 x H x W floats a network takes."""
    scale = (1 / (255 * np.asarray(spec.std))).astype(np.float32)
    shift = (-np.asarray(spec.mean) / np.asarray(spec.std)).astype(np.float32)
    channels_first = np.ascontiguousarray(squares.transpose(0, 3, 1, 2))  # moved as bytes, a quarter of the floats
    batch = np.multiply(channels_first, scale[:, None, None], dtype=np.float32)
    batch += shift[:, None, None]
    return batch


def to_batch(
    images: Sequence[Image.Image], spec: InputSpec, boxes: Sequence[Sequence[Square]] | None = None
) -> npt.NDArray[np.float32]:
    """Return every view of every RGB picture: float32, (N x V) x 3 x H x W, the views of one picture adjacent.

    `boxes`: the `view_boxes` of each picture, for whoever knows them already.
    """
    boxes = [view_boxes(image, spec) for image in images] if boxes is None else boxes
    squares = [
        _square(image, spec, view, box)
        for image, looked_at in zip(images, boxes, strict=True)
        for view, box in zip(spec.views, looked_at, strict=True)
    ]
    return normalise(np.stack(squares), spec)


def average_views(values: npt.NDArray[np.float32], spec: InputSpec) -> npt.NDArray[np.float32]:
    """Average logits or embeddings of each picture's views: (N x V) x C becomes N x C. Temperature comes after."""
    return np.asarray(values.reshape(-1, len(spec.views), values.shape[1]).mean(axis=1))


def unit_length(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Scale the rows of N x D to length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12))
