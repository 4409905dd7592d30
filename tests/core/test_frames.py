"""Frames as files."""

from __future__ import annotations

import hashlib
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from catalog.core.frames import (
    BLURRED,
    DARK,
    MAX_BYTES,
    FrameRefused,
    SeenHashes,
    crop_square,
    encode,
    inspect,
    open_picture,
)


def drawing(seed: int = 0, size: tuple[int, int] = (320, 180)) -> Image.Image:
    """Draw boxes in random colours: sharp, bright, and different for each seed."""
    random = np.random.default_rng(seed)
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for _ in range(40):
        x, y = random.integers(0, size[0]), random.integers(0, size[1])
        draw.rectangle((x, y, x + 40, y + 30), fill=tuple(random.integers(0, 255, 3).tolist()))
    return image


def saved(image: Image.Image, format_name: str = "PNG", **options) -> bytes:
    file = BytesIO()
    image.save(file, format_name, **options)
    return file.getvalue()


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_picture_is_measured_and_known_by_the_hash_of_its_bytes(format_name):
    data = saved(drawing(), format_name)
    looks = inspect(data)
    assert looks.sha256 == hashlib.sha256(data).hexdigest()
    assert (looks.format, looks.width, looks.height) == (format_name, 320, 180)
    assert len(looks.phash) == 16
    assert looks.flags == ()


def test_dark_and_blurred_pictures_are_flagged():
    assert DARK in inspect(saved(drawing().point(lambda value: value // 6))).flags
    assert BLURRED in inspect(saved(drawing().filter(ImageFilter.GaussianBlur(20)))).flags


def test_a_picture_of_one_colour_has_no_perceptual_hash_to_be_mistaken_by():
    looks = inspect(saved(Image.new("RGB", (64, 64), "black")))
    assert looks.phash == ""
    assert looks.flags == (DARK, BLURRED)


def test_a_picture_saved_again_is_a_near_copy_and_another_is_not():
    first, second = inspect(saved(drawing(1))).phash, inspect(saved(drawing(2))).phash
    again = inspect(saved(drawing(1).resize((240, 135)), "JPEG", quality=60)).phash
    seen = SeenHashes([second, ""])
    assert not seen.has_near(again)
    seen.add(first)
    assert seen.has_near(again)
    assert not seen.has_near("")
    assert not SeenHashes([]).has_near(first)


def test_turned_transparent_palette_and_sixteen_bit_pictures_open_as_people_see_them():
    exif = Image.Exif()
    exif[0x0112] = 6
    turned, _ = open_picture(saved(drawing(), "JPEG", exif=exif))
    assert turned.size == (180, 320)
    clear, _ = open_picture(saved(Image.new("RGBA", (8, 8), (0, 0, 0, 0))))
    assert clear.getpixel((0, 0)) == (255, 255, 255)
    palette, _ = open_picture(saved(drawing().quantize(16)))
    assert palette.mode == "RGB"
    deep, _ = open_picture(saved(Image.fromarray(np.full((8, 8), 0x8000, dtype=np.uint16))))
    assert deep.getpixel((0, 0)) == (128, 128, 128)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        saved(drawing(), "JPEG")[:2000],
        saved(drawing(), "TIFF"),
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
    ids=["empty", "text", "truncated", "tiff", "svg"],
)
def test_what_is_no_whole_picture_is_refused(data):
    with pytest.raises(FrameRefused, match="is no JPEG, PNG, WebP, GIF or AVIF, or it is damaged"):
        inspect(data)


def test_what_is_too_large_is_refused_before_it_is_decoded():
    with pytest.raises(FrameRefused, match="25 MiB are read at most"):
        inspect(b"\0" * (MAX_BYTES + 1))
    data = saved(Image.new("1", (8, 8)))
    with pytest.raises(FrameRefused, match="too many pixels: 9000 x 9000"):
        inspect(with_size(data, 9000))
    with pytest.raises(FrameRefused, match="too many pixels"):
        inspect(with_size(data, 60000))


def with_size(png: bytes, side: int) -> bytes:
    """Write another size into the header of a PNG."""
    header = png[12:16] + side.to_bytes(4) * 2 + png[24:29]
    return png[:12] + header + zlib.crc32(header).to_bytes(4) + png[33:]


def test_a_shown_picture_is_small_and_bare():
    exif = Image.Exif()
    exif[0x010E] = "secret"
    image, _ = open_picture(saved(drawing(), "JPEG", exif=exif))
    shown = encode(image, longest_side=160)
    with Image.open(BytesIO(shown)) as again:
        assert (again.format, again.size) == ("JPEG", (160, 90))
        assert not again.getexif()
    assert b"secret" not in shown


@pytest.mark.parametrize(
    ("box", "corner", "side"),
    [
        ((100, 50, 20, 20), (93, 43), 34),
        ((0, 0, 20, 20), (0, 0), 34),
        ((300, 160, 20, 20), (286, 146), 34),
        ((0, 0, 320, 180), (70, 0), 180),
    ],
)
def test_a_face_is_cut_out_as_a_square_that_lies_in_the_picture(box, corner, side):
    image = Image.new("RGB", (320, 180))
    image.putpixel(corner, (255, 0, 0))
    cut = crop_square(image, box)
    assert cut.size == (side, side)
    assert cut.getpixel((0, 0)) == (255, 0, 0)
