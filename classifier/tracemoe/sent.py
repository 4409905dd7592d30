"""How clients of the dialect send a picture: as any file of a form, or as the body itself."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest

from classifier.core.image import MAX_BYTES
from classifier.tracemoe.base import Refused

_BODY_TYPES = ("image/", "video/", "application/octet-stream", "application/x-www-form-urlencoded")


def sent_picture(request: HttpRequest) -> bytes:
    """Return the first picture of a request.

    Raises:
        Refused: there is none, or a vector instead.
    """
    kind = request.content_type or ""
    if kind == "application/json":
        _refuse_vector(request)
    if kind == "multipart/form-data" and request.FILES:
        first = request.FILES.getlist(next(iter(request.FILES)))[0]
        return bytes(first.read(MAX_BYTES + 1))
    if kind.startswith(_BODY_TYPES) and (body := request.read(MAX_BYTES + 1)):
        return bytes(body)
    raise Refused(405, "Method Not Allowed")


def _refuse_vector(request: HttpRequest) -> None:
    try:
        body = json.loads(request.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
    except ValueError as error:
        raise Refused(400, "Failed to process image: the body is no JSON that can be read.") from error
    if isinstance(body, dict) and body.get("vector"):
        raise Refused(400, "Invalid vector format: vectors of another search engine say nothing here. Send a picture.")
    raise Refused(400, "Failed to process image: JSON is no picture.")
