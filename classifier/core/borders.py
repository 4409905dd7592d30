"""Bars and margins that are no part of a picture: letterboxes, pillarboxes, screenshots pasted on white.

A border is black or white, even, and ends at once, along a straight line. The last is what keeps dark frames whole:
night fades into the scene, a bar stops.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

Box = tuple[int, int, int, int]  # left, upper, right, lower in pixels

MEASURED_SIDE = 256

_BLACK, _WHITE = 28, 228  # a border is at most this bright in every channel, or at least that
_TOLERANCE = 20  # by which a pixel of a border may differ from its middle: what JPEG leaves
_EVEN = 0.985  # share of the pixels of a line that must be like the border
_EDGE = 0.55  # share of the pixels behind the edge that may be like it by chance
_THINNEST = 0.015  # of the side; less is not worth cutting
_SMALLEST = 0.25  # of the side that must be left, or it was no border

Pixels = npt.NDArray[np.int16]


def content_box(image: Image.Image) -> Box:
    """Return what is left of an RGB picture without its borders; all of it where there are none."""
    step = max(1, -(-max(image.size) // MEASURED_SIDE))
    pixels = np.asarray(image.reduce(step) if step > 1 else image, dtype=np.int16)
    upper, lower, left, right = 0, pixels.shape[0], 0, pixels.shape[1]
    for _ in range(2):  # beside wide bars the upper margin shows only once they are gone
        top, bottom = _ends(pixels[upper:lower, left:right])
        upper, lower = upper + top, lower - bottom
        start, end = _ends(pixels[upper:lower, left:right].transpose(1, 0, 2))
        left, right = left + start, right - end
    if lower - upper < _SMALLEST * pixels.shape[0] or right - left < _SMALLEST * pixels.shape[1]:
        return 0, 0, image.width, image.height
    return (
        left * step,
        upper * step,
        image.width if right == pixels.shape[1] else right * step,
        image.height if lower == pixels.shape[0] else lower * step,
    )


def _ends(pixels: Pixels) -> tuple[int, int]:
    """Return how many of the first and of the last lines are border; `pixels` is lines x pixels x 3."""
    return _border(pixels), _border(pixels[::-1])


def _border(pixels: Pixels) -> int:
    colour = np.median(pixels[0], axis=0).astype(np.int16)
    is_plain = colour.max() <= _BLACK or colour.min() >= _WHITE
    if not is_plain or _alike(pixels[:1], colour)[0] < _EVEN:  # most pictures end here, at their first line
        return 0
    like = _alike(pixels, colour)
    other = np.flatnonzero(like < _EVEN)
    width = int(other[0]) if len(other) else 0
    if width < max(1.0, _THINNEST * len(pixels)):
        return 0
    behind = _alike(pixels[width + 1 : width + 3], pixels[width - 1])
    if len(behind) == 0 or behind.min() > _EDGE:
        return 0
    return width + 1  # the line between is often a mixture of both


def _alike(pixels: Pixels, colour: Pixels) -> npt.NDArray[np.float64]:
    """Return for each line which share of its pixels is like a colour, or like those of another line."""
    return np.asarray((np.abs(pixels - colour).max(axis=2) <= _TOLERANCE).mean(axis=1))
