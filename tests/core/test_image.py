"""Every accepted kind of picture comes out as upright 8-bit RGB with the colours a person sees."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw

from classifier.core.image import decode, encode, fingerprint

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)


def corners(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """Red, green / blue, yellow: tells every turn and mirror image apart."""
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    w, h = size[0] // 2, size[1] // 2
    for index, colour in enumerate((RED, GREEN, BLUE, YELLOW)):
        x, y = (index % 2) * w, (index // 2) * h
        draw.rectangle((x, y, x + w - 1, y + h - 1), fill=colour)
    return image.convert(mode)


def save(image: Image.Image, format_name: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()


def assert_corners(image: Image.Image, colours=(RED, GREEN, BLUE, YELLOW), *, within: int = 12) -> None:
    assert type(image) is Image.Image
    assert image.mode == "RGB"
    w, h = image.size
    places = ((w // 4, h // 4), (3 * w // 4, h // 4), (w // 4, 3 * h // 4), (3 * w // 4, 3 * h // 4))
    found = [image.getpixel(place) for place in places]
    assert np.abs(np.subtract(found, colours)).max() <= within, found


@pytest.mark.parametrize(
    ("format_name", "options"),
    [
        ("JPEG", {"quality": 95}),
        ("JPEG", {"quality": 95, "progressive": True}),
        ("PNG", {}),
        ("GIF", {}),
        ("WEBP", {"quality": 95}),
        ("WEBP", {"lossless": True}),
        ("AVIF", {"quality": 95}),
        ("BMP", {}),
        ("MPO", {"quality": 95}),
    ],
)
def test_each_accepted_format_keeps_its_colours(format_name, options):
    image = decode(save(corners(), format_name, **options))
    assert image.size == (64, 48)
    assert_corners(image)


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA"])
def test_each_mode_of_a_png_keeps_its_colours(mode):
    source = corners(mode=mode)
    expected = np.asarray(source.convert("RGB"))
    assert np.abs(np.asarray(decode(save(source, "PNG"))).astype(int) - expected).max() <= 1


def test_cmyk_is_neither_inverted_nor_tinted():
    assert_corners(decode(save(corners(mode="CMYK"), "JPEG", quality=95)))


def test_cmyk_as_photoshop_writes_it_is_not_inverted():
    """YCCK with Adobe's marker: what is stored is inverted, and its first three channels are turned into YCbCr."""
    cyan, magenta, yellow, black = corners(mode="CMYK").split()
    ycc = Image.merge("RGB", (cyan, magenta, yellow)).convert("YCbCr").split()
    stored = (*ycc, black.point(lambda value: 255 - value))
    written_inverted = Image.merge("CMYK", [band.point(lambda value: 255 - value) for band in stored])
    data = bytearray(save(written_inverted, "JPEG", quality=95, subsampling=0))
    transform = data.index(b"Adobe") + 11
    assert data[transform] == 0
    data[transform] = 2
    assert_corners(decode(bytes(data)))


def test_16_bit_grey_is_scaled_and_not_clipped():
    values = np.linspace(0, 65535, 256).astype(np.uint16).reshape(16, 16)
    grey = np.asarray(decode(save(Image.fromarray(values), "PNG")))[..., 0]
    assert np.array_equal(grey, values >> 8)


def png(width: int, height: int, depth: int, colour_type: int, rows: bytes, extra: bytes = b"") -> bytes:
    """Write a PNG by hand, for what Pillow does not write; `extra` are chunks before the pixels."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def test_16_bit_colour_keeps_its_high_bytes():
    rows = b"\0" + struct.pack(">6H", 0x1234, 0x8000, 0xFFFF, 0, 0x00FF, 0xABCD)
    image = decode(png(2, 1, 16, 2, rows))
    assert [image.getpixel((x, 0)) for x in (0, 1)] == [(0x12, 0x80, 0xFF), (0, 0, 0xAB)]


def test_16_bit_colour_with_alpha_is_flattened_on_white():
    rows = b"\0" + struct.pack(">8H", 65535, 0, 0, 65535, 65535, 0, 0, 0)
    image = decode(png(2, 1, 16, 6, rows))
    assert [image.getpixel((x, 0)) for x in (0, 1)] == [RED, (255, 255, 255)]


@pytest.mark.parametrize(
    ("colour_type", "transparent", "pixels"),
    [(0, struct.pack(">H", 0x8001), (0x8001, 0x8000)), (2, struct.pack(">3H", 0x8001, 0, 0), (0x8001, 0, 0, 0, 0, 0))],
)
def test_the_transparent_colour_of_a_16_bit_png_is_white(colour_type, transparent, pixels):
    rows = b"\0" + struct.pack(f">{len(pixels)}H", *pixels)
    image = decode(png(2, 1, 16, colour_type, rows, chunk(b"tRNS", transparent)))
    assert image.getpixel((0, 0)) == (255, 255, 255)
    assert image.getpixel((1, 0)) != (255, 255, 255)


def test_alpha_is_flattened_on_white():
    image = Image.new("RGBA", (4, 1))
    image.putdata([(255, 0, 0, 255), (255, 0, 0, 0), (0, 0, 0, 128), (0, 0, 255, 255)])
    flat = decode(save(image, "PNG"))
    assert [flat.getpixel((x, 0)) for x in range(4)] == [RED, (255, 255, 255), (127, 127, 127), BLUE]


@pytest.mark.parametrize("transparency", [1, bytes([255, 0, 255, 255])])
def test_a_palette_with_transparency_is_flattened_on_white(transparency):
    image = Image.new("P", (4, 1))
    image.putpalette([*RED, *GREEN, *BLUE, *YELLOW])
    image.putdata([0, 1, 2, 3])
    flat = decode(save(image, "PNG", transparency=transparency))
    assert [flat.getpixel((x, 0)) for x in range(4)] == [RED, (255, 255, 255), BLUE, YELLOW]


def turned(orientation: int) -> Image.Image:
    """What a camera stores that says `orientation`, of a scene that shows the corners upright."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    return corners() if back is None else corners().transpose(back)


@pytest.mark.parametrize("format_name", ["JPEG", "WEBP", "PNG", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_comes_out_upright(orientation, format_name):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = decode(save(turned(orientation), format_name, quality=95, exif=exif))
    assert image.size == (64, 48)
    assert_corners(image)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("exif", [b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"nonsense"])
def test_broken_exif_turns_nothing(exif):
    assert_corners(decode(save(corners(), "JPEG", quality=95, exif=exif)))


@pytest.mark.parametrize("orientation", [0, 9, 4711])
def test_an_orientation_that_does_not_exist_turns_nothing(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert_corners(decode(save(corners(), "JPEG", quality=95, exif=exif)))


@pytest.mark.parametrize("format_name", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_the_first_frame_is_taken(format_name):
    others = [Image.new("RGB", (64, 48), "black"), Image.new("RGB", (64, 48), "white")]
    options = {} if format_name in ("GIF", "PNG") else {"quality": 95}
    data = save(corners(), format_name, save_all=True, append_images=others, duration=100, **options)
    assert Image.open(BytesIO(data)).n_frames == 3
    assert_corners(decode(data))


def test_a_colour_profile_is_converted_to_srgb():
    """A profile that swaps red and blue shows that it is used."""
    swapped = swap_red_and_blue(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    image = decode(save(corners(), "PNG", icc_profile=swapped))
    assert_corners(image, (BLUE, GREEN, RED, (0, 255, 255)))


def swap_red_and_blue(profile: bytes) -> bytes:
    swapped = profile.replace(b"rXYZ", b"tmpZ").replace(b"bXYZ", b"rXYZ").replace(b"tmpZ", b"bXYZ")
    # Under another name: a profile named sRGB is passed over.
    return swapped.replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))


@pytest.mark.parametrize("profile", [b"nonsense", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_a_colour_profile_that_is_broken_or_not_for_this_picture_is_ignored(profile):
    assert_corners(decode(save(corners(), "JPEG", quality=95, icc_profile=profile)))


def test_no_metadata_is_left_in_what_is_stored():
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    comment = save(corners(), "JPEG", quality=95, exif=exif, comment=b"taken at home", dpi=(300, 300))
    assert comment.count(b"taken at home") == 2
    stored = encode(decode(comment))
    assert b"taken at home" not in stored
    assert not Image.open(BytesIO(stored)).getexif()
    assert "comment" not in Image.open(BytesIO(stored)).info


@pytest.mark.parametrize(
    ("size", "stored_size"), [((64, 48), (64, 48)), ((3200, 1800), (1600, 900)), ((300, 2400), (200, 1600))]
)
def test_what_is_stored_has_at_most_1600_pixels_a_side(size, stored_size):
    picture = decode(save(corners(size), "PNG"))
    assert Image.open(BytesIO(encode(picture))).size == stored_size
    assert picture.size == size


def test_a_file_is_known_by_the_sha256_of_its_bytes():
    assert fingerprint(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
