"""A part of a picture, named in shares of its sides."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from classifier.core.image import ImageRefused

SMALLEST = 32  # pixels a side; less says nothing
QUALITY = 95


@dataclass(frozen=True)
class Part:
    """A rectangle within a picture: its left upper corner and its size, in percent of width and height."""

    left: float
    upper: float
    width: float
    height: float


def crop_to_jpeg(image: Image.Image, part: Part) -> bytes:
    """Return the part as a JPEG.

    Raises:
        ImageRefused: it is too small.
    """
    across, down = image.width / 100, image.height / 100
    left, upper = round(part.left * across), round(part.upper * down)
    right = min(round((part.left + part.width) * across), image.width)
    lower = min(round((part.upper + part.height) * down), image.height)
    if min(right - left, lower - upper) < SMALLEST:
        raise ImageRefused(f"That part is too small: take at least {SMALLEST} pixels each way.", 400)
    file = BytesIO()
    image.crop((left, upper, right, lower)).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
