"""Pictures of the frames that were found; moving ones there are none."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from catalog.core.frames import FrameRefused, encode
from catalog.models import Frame
from catalog.services import open_frame
from classifier.tracemoe.base import Refused, spoken

SIDES = {"s": 160, "m": 320, "l": 640}
"""Pixels of the longer side."""


@spoken
def image(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send a frame that visitors may see, small."""
    side = SIDES.get(request.GET.get("size", "m"))
    if side is None:
        raise Refused(400, "Invalid param size: must be s, m or l")
    frame = get_object_or_404(Frame.objects.public(), sha256=key)
    try:
        content = encode(open_frame(frame), longest_side=side)
    except FrameRefused as error:
        raise Http404(str(error)) from error
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "public, max-age=86400"})


@spoken
def video(request: HttpRequest, key: str) -> HttpResponseBase:
    """Say why there is no video."""
    raise Refused(404, "SNN keeps single frames of a show and no video. The frame is at the same address under image/.")
