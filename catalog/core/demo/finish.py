"""The compositing of a show, done on pixels: glow, grain, paper, the lines of an old screen."""

from __future__ import annotations

from random import Random

import numpy
from PIL import Image, ImageChops, ImageFilter

from catalog.core.demo.style import Texture


def finish(picture: Image.Image, texture: Texture, seed: str) -> Image.Image:
    """The picture with the show's texture; the noise in it follows from `seed` alone."""
    match texture:
        case "bloom":
            return _bloom(picture, 0.5)
        case "grain":
            return _noise(_bloom(picture, 0.22), seed, 7)
        case "paper":
            return _paper(picture, seed)
        case "scanlines":
            return _scanlines(_bloom(picture, 0.4))
        case "halftone":
            return _halftone(picture)
    return picture


def _bloom(picture: Image.Image, strength: float) -> Image.Image:
    # The blur is done on an eighth of the size: it is forty times quicker and nobody can tell.
    small = picture.resize((picture.width // 8, picture.height // 8), Image.Resampling.BOX)
    bright = small.point(lambda value: max(0, value - 120) * 1.5 * strength)
    glow = bright.filter(ImageFilter.GaussianBlur(3)).resize(picture.size, Image.Resampling.BICUBIC)
    return ImageChops.screen(picture, glow)


def _generator(seed: str) -> numpy.random.Generator:
    return numpy.random.default_rng(Random(f"{seed}/noise").getrandbits(64))


def _noise(picture: Image.Image, seed: str, amount: int) -> Image.Image:
    pixels = numpy.asarray(picture, dtype=numpy.int16)
    noise = _generator(seed).integers(-amount, amount + 1, pixels.shape[:2], dtype=numpy.int16)
    return Image.fromarray(numpy.clip(pixels + noise[..., None], 0, 255).astype(numpy.uint8))


def _paper(picture: Image.Image, seed: str) -> Image.Image:
    """Fibres: noise smeared along the rows, multiplied with a warm sheet."""
    rough = _generator(seed).integers(0, 256, (picture.height, picture.width // 4), dtype=numpy.uint8)
    fibres = Image.fromarray(rough).resize(picture.size, Image.Resampling.BILINEAR)
    weave = numpy.asarray(fibres, dtype=numpy.float32)[..., None] / 255 * 0.09 + 0.93
    sheet = numpy.array([255, 250, 238], dtype=numpy.float32) / 255
    pixels = numpy.asarray(picture, dtype=numpy.float32) * weave * sheet
    grey = pixels.mean(axis=2, keepdims=True)
    faded = grey + (pixels - grey) * 0.93
    return Image.fromarray(numpy.clip(faded, 0, 255).astype(numpy.uint8))


def _scanlines(picture: Image.Image) -> Image.Image:
    """A cathode tube: every third row darker, red and blue a pixel apart."""
    red, green, blue = picture.split()
    shifted = Image.merge("RGB", (ImageChops.offset(red, 1, 0), green, ImageChops.offset(blue, -1, 0)))
    pixels = numpy.array(shifted)
    pixels[::3] = (pixels[::3].astype(numpy.uint16) * 205 // 255).astype(numpy.uint8)
    return Image.fromarray(pixels)


def _halftone(picture: Image.Image) -> Image.Image:
    """Printed dots in the shadows."""
    pixels = numpy.asarray(picture, dtype=numpy.float32)
    rows, columns = numpy.mgrid[0 : picture.height, 0 : picture.width]
    wave = numpy.cos((rows + columns) * 0.9) + numpy.cos((rows - columns) * 0.9)
    dark = 1 - pixels.mean(axis=2) / 255
    dots = (wave > 2 - dark * 2.4) & (dark > 0.3)
    return Image.fromarray(numpy.clip(pixels - dots[..., None] * 20, 0, 255).astype(numpy.uint8))
