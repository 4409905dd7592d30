"""A part of a picture that was sent, to be sent again."""

from __future__ import annotations

from classifier.core.crop import Part, crop_to_jpeg
from classifier.core.image import ImageRefused, decode
from classifier.models import Upload


def cropped_picture(upload: Upload, part: Part) -> bytes:
    """Return a part of the stored picture of an upload as a JPEG.

    Raises:
        ImageRefused: the picture is gone, or the part is too small.
    """
    gone = ImageRefused("The picture is no longer here. Send it again, and then a part of it.", 410)
    if not upload.image:
        raise gone
    try:
        with upload.image.open("rb") as file:
            return crop_to_jpeg(decode(file.read()), part)
    except FileNotFoundError as error:
        raise gone from error
