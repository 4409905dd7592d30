"""Pictures of the catalogue: covers, and frames made fit to be sent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from PIL import Image

from catalog.core.cover import cover_svg
from catalog.core.frames import FrameRefused, crop_square, encode
from catalog.models import Frame, Show
from catalog.services import open_frame

FRAME_SIDE = 1280  # pixels of the longer side at most
FACE_SIDE = 256
_DAY = 24 * 60 * 60


@require_safe
@cache_control(public=True, max_age=_DAY)
def poster(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the poster of a show, or a cover drawn for it."""
    show = get_object_or_404(Show.objects.listed(), slug=slug)
    if show.poster:
        with suppress(FileNotFoundError):  # then the drawn cover stands in
            return FileResponse(show.poster.open("rb"))
    # No Japanese here: a picture may not load the fonts of the site, and not every machine has its own.
    svg = cover_svg(seed=show.slug, title=show.display_title, subtitle=str(show.year or ""))
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=_DAY)
def frame(request: HttpRequest, sha256: str) -> HttpResponse:
    """Send a frame that visitors may see, re-encoded and without metadata."""
    found = _public_frame(sha256)
    return _jpeg(request, f'"{sha256}"', lambda: encode(_open(found), longest_side=FRAME_SIDE))


@require_safe
@cache_control(public=True, max_age=_DAY)
def face(request: HttpRequest, sha256: str, number: int) -> HttpResponse:
    """Send one of the faces that are known to be in a frame, cut out; the first has the number 0."""
    found = _public_frame(sha256)
    boxes = found.truth.get("boxes", [])
    if number >= len(boxes):
        raise Http404("There is no such face in this frame.")
    return _jpeg(
        request,
        f'"{sha256}-{number}"',
        lambda: encode(crop_square(_open(found), boxes[number]), longest_side=FACE_SIDE),
    )


def _public_frame(sha256: str) -> Frame:
    return get_object_or_404(Frame.objects.public(), sha256=sha256)


def _jpeg(request: HttpRequest, etag: str, make: Callable[[], bytes]) -> HttpResponse:
    """Answer with a picture, made only where the visitor has it not yet."""
    response = get_conditional_response(request, etag=etag) or HttpResponse(make(), content_type="image/jpeg")
    response["ETag"] = etag
    return response


def _open(frame: Frame) -> Image.Image:
    try:
        return open_frame(frame)
    except FrameRefused as error:
        raise Http404(str(error)) from error
