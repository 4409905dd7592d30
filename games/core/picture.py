"""Pictures that tell nothing by their form: one size in pixels, one number of bytes, no metadata."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

SIZE = (640, 360)
BYTES = 64 * 1024

_QUALITIES = (84, 76, 68, 60, 50, 40, 30, 20, 10)
_END = b"\xff\xd9"


def plain_jpeg(image: Image.Image) -> bytes:
    """Return a picture as JPEG, 640 x 360 pixels and 65,536 bytes, whatever it was before.

    Another shape gets dark bars. The bytes that are missing are fill bytes, which the standard allows before a marker.
    """
    shaped = ImageOps.pad(image.convert("RGB"), SIZE, Image.Resampling.LANCZOS, color=(16, 16, 20))
    shaped.info.clear()
    data = next((data for quality in _QUALITIES if len(data := _encoded(shaped, quality)) <= BYTES), b"")
    return data[: -len(_END)] + b"\xff" * (BYTES - len(data)) + _END


def _encoded(image: Image.Image, quality: int) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
