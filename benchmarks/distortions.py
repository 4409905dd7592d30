"""What happens to pictures on their way to us: each takes an RGB picture and a generator, and gives another picture."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

Random = np.random.Generator
Distortion = Callable[[Image.Image, Random], Image.Image]

FONT = Path(__file__).parents[1] / "catalog" / "core" / "fonts" / "zen-maru-gothic-latin.ttf"
CAPTIONS = (
    "WHEN THE TEST SET\nIS FULL OF MEMES",
    "NOBODY:\nABSOLUTELY NOBODY:",
    "I SAID I WOULD STOP\nAFTER ONE EPISODE",
)


def as_sent(image: Image.Image, random: Random) -> Image.Image:
    """Change nothing."""
    return image


def flip(image: Image.Image, random: Random) -> Image.Image:
    """Mirror left and right."""
    return ImageOps.mirror(image)


def crop(image: Image.Image, random: Random) -> Image.Image:
    """Keep 70 % of width and of height, anywhere: half of the picture."""
    width, height = round(image.width * 0.7), round(image.height * 0.7)
    left, upper = random.integers(0, image.width - width + 1), random.integers(0, image.height - height + 1)
    return image.crop((int(left), int(upper), int(left) + width, int(upper) + height))


def black_borders(image: Image.Image, random: Random) -> Image.Image:
    """Add bars above and below, and for every other picture at the sides as well."""
    bar = round(image.height * random.uniform(0.1, 0.2))
    side = round(image.width * random.uniform(0.1, 0.2)) if random.random() < 0.5 else 0
    return ImageOps.expand(image, (side, bar, side, bar), fill=(0, 0, 0))


def tint(image: Image.Image, random: Random) -> Image.Image:
    """Lay a strong colour over it, of any hue."""
    strength = np.array([1.0, 1.0, 1.0]) - 0.5 * random.dirichlet([0.6, 0.6, 0.6])
    return _picture(_values(image) * strength * (1 / strength.mean()))


def greyscale(image: Image.Image, random: Random) -> Image.Image:
    """Take the colour out."""
    return ImageOps.grayscale(image).convert("RGB")


def dark(image: Image.Image, random: Random) -> Image.Image:
    """Leave a third of the light."""
    return _picture(_values(image) * 0.33)


def tiny(image: Image.Image, random: Random) -> Image.Image:
    """Shrink to at most 160 x 90, half of 320 x 180, as a thumbnail of a search engine is."""
    small = image.copy()
    small.thumbnail((160, 90), Image.Resampling.BICUBIC)
    return _jpeg(small, 75)


def captions(image: Image.Image, random: Random) -> Image.Image:
    """Write two lines, as large as fit, across the top and across the bottom."""
    captioned = image.copy()
    draw = ImageDraw.Draw(captioned)
    for upper in (0.03, 0.7):
        text = CAPTIONS[int(random.integers(len(CAPTIONS)))]
        size = min(image.height * 0.12, image.width * 0.072)
        draw.multiline_text(
            (image.width / 2, image.height * upper),
            text,
            font=ImageFont.truetype(FONT, size),
            anchor="ma",
            align="center",
            fill="white",
            stroke_width=max(1, round(size / 9)),
            stroke_fill="black",
        )
    return captioned


def jpeg_20(image: Image.Image, random: Random) -> Image.Image:
    """Save as a JPEG of quality 20."""
    return _jpeg(image, 20)


def photo_of_screen(image: Image.Image, random: Random) -> Image.Image:
    """Look at it askew on a screen in a dim room: the grid of the screen, a lamp's glare, noise, and a soft lens."""
    seen = _askew(image, random)
    seen = seen.filter(ImageFilter.GaussianBlur(max(seen.size) / 900))
    values = _values(seen) * random.uniform([0.85, 0.9, 0.95], [1.0, 1.0, 1.1]) * 0.9 + 10
    values *= _moire(seen.size, random)[..., None]
    values += _glare(seen.size, random)[..., None]
    values += random.normal(0, 7, values.shape)
    return _jpeg(_picture(values), 80)


DISTORTIONS: dict[str, Distortion] = {
    "as sent": as_sent,
    "flipped": flip,
    "cropped to 70 %": crop,
    "black borders": black_borders,
    "tinted": tint,
    "greyscale": greyscale,
    "dark": dark,
    "160x90": tiny,
    "large captions": captions,
    "JPEG quality 20": jpeg_20,
    "photo of a screen": photo_of_screen,
}


def _askew(image: Image.Image, random: Random) -> Image.Image:
    """Turn it a little in space, with a rim of the dim room around it."""
    width, height = image.size
    rim = 0.08
    canvas = Image.new("RGB", (round(width * (1 + 2 * rim)), round(height * (1 + 2 * rim))), (26, 24, 30))
    corners = np.array([[0, 0], [0, height], [width, height], [width, 0]])
    offset = np.array([width * rim, height * rim])
    seen = corners + offset + random.uniform(-0.06, 0.06, (4, 2)) * [width, height]
    data = _perspective(seen, corners.astype(float))
    size, mask = canvas.size, Image.new("L", image.size, 255)
    canvas.paste(
        image.transform(size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC),
        mask=mask.transform(size, Image.Transform.PERSPECTIVE, data),
    )
    return canvas


def _perspective(target: npt.NDArray[np.float64], source: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Return the eight numbers that take points of the target (4 x 2) back to those of the source."""
    rows, values = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return tuple(np.linalg.solve(np.array(rows), np.array(values)).tolist())


def _moire(size: tuple[int, int], random: Random) -> npt.NDArray[np.float64]:
    """Two gratings that nearly agree, H x W around 1."""
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]]
    waves = np.ones((size[1], size[0]))
    for _ in range(2):
        angle, period = random.uniform(0, np.pi), random.uniform(2.2, 6.0)
        waves += 0.07 * np.sin(2 * np.pi * (columns * np.cos(angle) + rows * np.sin(angle)) / period)
    return waves


def _glare(size: tuple[int, int], random: Random) -> npt.NDArray[np.float64]:
    """A soft spot of light, H x W."""
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]]
    x, y = random.uniform(0.1, 0.9, 2) * size
    width = max(size) * random.uniform(0.1, 0.2)
    return np.asarray(130 * np.exp(-(((columns - x) / width) ** 2 + ((rows - y) / (0.6 * width)) ** 2)))


def _values(image: Image.Image) -> npt.NDArray[np.float64]:
    return np.asarray(image, dtype=np.float64)


def _picture(values: npt.NDArray[np.float64]) -> Image.Image:
    return Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))


def _jpeg(image: Image.Image, quality: int) -> Image.Image:
    file = BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")
