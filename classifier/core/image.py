"""Pictures as they come in: hostile bytes in, an RGB picture or a refusal with its reason out.

`decode(data)` is the only way in, for pages, commands and training alike. The format is told from the bytes, never
from a file's name; size and pixels are limited before anything is decoded.
"""

from __future__ import annotations

import hashlib
import re
import struct
import warnings
from io import BytesIO

import numpy as np
from PIL import ExifTags, Image, ImageCms

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 64_000_000
"""More than any phone takes by default; decoded and flattened, such a picture needs about 0.6 GB for a moment."""

# Pillow warns of odd metadata, which is harmless, and of decompression bombs, which are not.
warnings.filterwarnings("ignore", module=r"PIL\.")
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

STORED_SIDE = 1600
STORED_QUALITY = 90

_SVG = re.compile(rb"<\s*(?:[\w.-]+:)?svg[\s>/]", re.IGNORECASE)
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # lengths of the header versions: "BM" alone begins many a text
_BMP_RUN_LENGTH = (1, 2)

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_NOT_A_PICTURE = "This is not a picture that can be read here. Send a JPEG, PNG, GIF, WebP, AVIF or BMP."
_BROKEN = "This picture is damaged or was cut short: it cannot be decoded. Send it again, or save it anew first."


class ImageRefused(ValueError):  # noqa: N818 -- a refusal with a sentence for people, not a failure of ours
    """A picture that is not taken: `message` is a sentence for its sender, `status` the HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def fingerprint(data: bytes) -> str:
    """Return the SHA-256 of a file as received, by which pictures are known everywhere."""
    return hashlib.sha256(data).hexdigest()


def decode(data: bytes) -> Image.Image:
    """Return the picture as 8-bit sRGB, upright, first frame, flattened on white, without metadata.

    Raises:
        ImageRefused: 400 for no bytes or a damaged picture, 413 for too many bytes or pixels, 415 for anything that
            is not a picture of an accepted format. Nothing that Pillow raises escapes.
    """
    format_name = _format_of(data)
    try:
        with Image.open(BytesIO(data), formats=(format_name,)) as image:
            _check_pixels(*image.size)
            image.load()
            _check_pixels(*image.size)  # the frame of a GIF may be larger than its canvas
            return _turned(_to_rgb(image), image)
    except ImageRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:  # its plugins let struct.error, OverflowError, SyntaxError and others through
        raise ImageRefused(_BROKEN, 400) from error


def encode(image: Image.Image) -> bytes:
    """Return a decoded picture as it is stored: a JPEG without metadata, its longer side at most 1600 pixels."""
    if max(image.size) > STORED_SIDE:
        image = image.copy()
        image.thumbnail((STORED_SIDE, STORED_SIDE), reducing_gap=3.0)
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=STORED_QUALITY)
    return buffer.getvalue()


def _format_of(data: bytes) -> str:
    """Tell the format from the first bytes, or refuse."""
    if not data:
        raise ImageRefused("The file is empty.", 400)
    if len(data) > MAX_BYTES:
        raise ImageRefused(f"The file is too large: {MAX_BYTES // 1024**2} MiB is the most.", 413)
    if format_name := _signature(data):
        return format_name
    if _SVG.search(data[:4096].replace(b"\0", b"")):  # without the zeros of UTF-16
        raise ImageRefused("SVG drawings are not accepted, only pictures made of pixels. Export it as a PNG.", 415)
    raise ImageRefused(_NOT_A_PICTURE, 415)


def _signature(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and (b"avif" in data[8:64] or b"avis" in data[8:64]):
        return "AVIF"
    return "BMP" if data.startswith(b"BM") and _is_bitmap(data) else ""


def _is_bitmap(data: bytes) -> bool:
    """Tell a BMP from a text that begins with BM. Run lengths are left out: Pillow decodes them in slow Python."""
    if len(data) < 34:
        return False
    (header,) = struct.unpack_from("<I", data, 14)
    (compression,) = struct.unpack_from("<I", data, 30)
    return header in _BMP_HEADERS and (header == 12 or compression not in _BMP_RUN_LENGTH)


def _check_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ImageRefused:
    return ImageRefused(f"The picture has too many pixels: {MAX_PIXELS // 1_000_000} million is the most.", 413)


def _to_rgb(image: Image.Image) -> Image.Image:
    """Bring any mode to 8-bit sRGB without an alpha channel."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        image = _eight_bits(image)
    if image.has_transparency_data:
        image = _flattened(image)
    elif image.mode not in ("RGB", "CMYK"):
        image = image.convert("RGB")
    if profile:
        return _to_srgb(image, profile)
    # The pixels of most pictures are taken over as they are: converting them would copy all of them.
    return image._new(image.im) if image.mode == "RGB" else image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Keep the high byte of 16-bit grey, as Pillow does for 16-bit colour; its own conversion would clip at 255."""
    values = np.asarray(image)  # H x W
    grey = Image.fromarray((values >> 8).astype(np.uint8))
    transparent = image.info.get("transparency")
    if transparent is not None:
        grey.putalpha(Image.fromarray(np.where(values == transparent, 0, 255).astype(np.uint8)))
    return grey


def _flattened(image: Image.Image) -> Image.Image:
    transparent = image.info.get("transparency")
    if isinstance(transparent, tuple) and max(transparent) > 255:  # of a PNG with 16 bits, read as 8
        image.info["transparency"] = tuple(value >> 8 for value in transparent)
    rgba = image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(rgba, mask=rgba)
    return white


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert from the picture's colour profile; one that is broken or of another mode is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if source.profile.xcolor_space.strip() != image.mode or "sRGB" in (source.profile.profile_description or ""):
            return image.convert("RGB")
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image.convert("RGB")
    return converted or image.convert("RGB")


def _turned(picture: Image.Image, source: Image.Image) -> Image.Image:
    """Turn as the EXIF of the source says (unreadable EXIF says nothing), and drop all metadata."""
    try:
        orientation = source.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # its parser, too, raises whatever it meets
        orientation = None
    turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
    if turn is not None:
        picture = picture.transpose(turn)
    picture.info.clear()
    return picture
