"""What is not a picture, or too much of one, is refused with a sentence and a status. Nothing else is raised."""

from __future__ import annotations

import resource
import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from classifier.core.image import MAX_BYTES, MAX_PIXELS, ImageRefused, decode


def save(format_name: str, *, mode: str = "RGB", **options: object) -> bytes:
    noise = np.random.default_rng(0).integers(0, 256, (40, 56, 3), dtype=np.uint8)
    buffer = BytesIO()
    Image.fromarray(noise).convert(mode).save(buffer, format_name, **options)
    return buffer.getvalue()


EXIF = Image.Exif()
EXIF[0x0112] = 6
EXIF[0x010F] = "camera"

PICTURES = {
    "jpeg": save("JPEG", exif=EXIF),
    "progressive": save("JPEG", progressive=True),
    "cmyk": save("JPEG", mode="CMYK"),
    "png": save("PNG", exif=EXIF),
    "palette": save("PNG", mode="P", transparency=3),
    "png with alpha": save("PNG", mode="RGBA"),
    "webp": save("WEBP", exif=EXIF),
    "lossless webp": save("WEBP", lossless=True),
    "avif": save("AVIF"),
    "gif": save("GIF"),
    "animated gif": save("GIF", save_all=True, append_images=[Image.new("RGB", (56, 40))]),
    "bmp": save("BMP"),
}


def refusal(data: bytes) -> ImageRefused:
    with pytest.raises(ImageRefused) as caught:
        decode(data)
    return caught.value


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def webp_header(width: int, height: int) -> bytes:
    canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bmp(*, compression: int) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, 4, 4, 1, 8, compression, 0, 0, 0, 256, 0)
    return b"BM" + struct.pack("<IHHI", 2000, 0, 0, 14 + 40 + 1024) + header + bytes(1024 + 64)


def test_an_empty_file_is_a_bad_request():
    error = refusal(b"")
    assert (error.status, error.message) == (400, "The file is empty.")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"Dear Sir, this is a text named .png.", id="text"),
        pytest.param(b"BMW is a maker of cars, and these letters begin like a bitmap does.", id="text-like-a-bitmap"),
        pytest.param(b"<!doctype html><html><body>no picture</body></html>", id="html"),
        pytest.param(b"%PDF-1.7\n" + bytes(100), id="pdf"),
        pytest.param(b"\0\0\0\x18ftypheic" + bytes(100), id="heic"),
        pytest.param(b"\0", id="one-byte"),
        pytest.param(save("TIFF"), id="tiff"),
        pytest.param(save("JPEG2000"), id="jpeg-2000"),
        pytest.param(save("ICO"), id="ico"),
        pytest.param(save("PPM"), id="ppm"),
        pytest.param(bmp(compression=1), id="bitmap-with-run-lengths"),
    ],
)
def test_what_is_not_an_accepted_picture_is_an_unsupported_type(data):
    error = refusal(data)
    assert error.status == 415
    assert error.message.startswith("This is not a picture that can be read here.")


def test_a_bitmap_without_run_lengths_is_read():
    assert decode(bmp(compression=0)).size == (4, 4)


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<?xml version="1.0"?>\n<!-- drawn by hand -->\n<SVG width="1">',
        '\ufeff<svg:svg xmlns:svg="http://www.w3.org/2000/svg">'.encode(),
        '<?xml version="1.0" encoding="UTF-16"?><svg>'.encode("utf-16"),
    ],
)
def test_svg_is_refused_with_its_own_sentence(data):
    error = refusal(data)
    assert error.status == 415
    assert error.message.startswith("SVG drawings are not accepted")


@pytest.mark.parametrize("name", ["jpeg", "progressive", "png", "webp", "lossless webp", "avif", "gif"])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_picture_that_was_cut_short_is_a_bad_request(name, part):
    data = PICTURES[name]
    error = refusal(data[: int(len(data) * part)])
    assert error.status == 400
    assert error.message.startswith("This picture is damaged or was cut short")


def test_a_header_of_60000_by_60000_pixels_is_too_large():
    error = refusal(png_header(60_000, 60_000))
    assert error.status == 413
    assert error.message == "The picture has too many pixels: 64 million is the most."


def test_the_limit_of_pixels_is_exact_and_read_from_the_header():
    assert MAX_PIXELS == 8000 * 8000
    assert refusal(png_header(8000, 8000)).status == 400  # allowed, but there are no pixels in it
    assert refusal(png_header(8000, 8001)).status == 413


def test_a_gif_whose_frame_is_larger_than_its_canvas_is_measured_by_the_frame():
    data = bytearray(PICTURES["gif"])
    frame = data.index(b"\x2c" + bytes(4))  # image descriptor at 0, 0
    data[frame + 5 : frame + 9] = struct.pack("<HH", 60_000, 60_000)
    assert refusal(bytes(data)).status == 413


@pytest.mark.parametrize("data", [png_header(60_000, 60_000), webp_header(16_383, 16_383)])
def test_a_giant_is_refused_before_memory_is_taken(data):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refusal(data)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024  # KiB


def test_more_than_25_mib_is_too_large_and_25_mib_is_not():
    padded = PICTURES["jpeg"] + bytes(MAX_BYTES - len(PICTURES["jpeg"]))
    assert decode(padded).size == (40, 56)
    error = refusal(padded + b"\0")
    assert (error.status, error.message) == (413, "The file is too large: 25 MiB is the most.")


def decode_or_refuse(data: bytes) -> None:
    """Anything but a picture or a refusal is a bug."""
    try:
        image = decode(data)
    except ImageRefused:
        return
    assert image.mode == "RGB"
    assert not image.info


fuzz = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@fuzz
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(data):
    decode_or_refuse(data)


SIGNATURES = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8X", b"\0\0\0\x1cftypavif", b"BM"]


@fuzz
@given(st.sampled_from(SIGNATURES), st.binary(max_size=300))
def test_no_bytes_after_a_signature_raise_anything_else(signature, data):
    decode_or_refuse(signature + data)


@fuzz
@given(
    name=st.sampled_from(sorted(PICTURES)),
    edits=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=6)), max_size=6),
    cut=st.floats(0.05, 1),
)
def test_no_damaged_picture_raises_anything_else(name, edits, cut):
    data = bytearray(PICTURES[name])
    for place, content in edits:
        # Headers are where decoders go wrong, so most edits fall near the start.
        start = int(place**3 * len(data))
        data[start : start + len(content)] = content
    decode_or_refuse(bytes(data[: int(len(data) * cut)]))
