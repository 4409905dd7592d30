"""Pictures of the catalogue: covers, and frames made fit to be sent."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalog.core.frames import FrameRefused, encode, open_picture
from catalog.models import Frame, Show

FRAME_SIDE = 1280  # pixels of the longer side at most
_DAY = 24 * 60 * 60


@require_safe
@cache_control(public=True, max_age=_DAY)
def poster(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the poster of a show, or a cover drawn for it."""
    show = get_object_or_404(Show.objects.listed(), slug=slug)
    if show.poster and default_storage.exists(show.poster.name):
        return FileResponse(show.poster.open("rb"))
    from catalog.core.cover import cover_svg

    svg = cover_svg(seed=show.slug, title=show.display_title, subtitle=show.title_japanese)
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=_DAY)
def frame(request: HttpRequest, sha256: str) -> HttpResponse:
    """Send a frame that visitors may see, re-encoded and without metadata.

    What is kept for games is never sent here: it would be an answer.
    """
    frames = Frame.objects.approved().filter(show__is_listed=True).exclude(split="test")
    found = get_object_or_404(frames, sha256=sha256)
    etag = f'"{found.sha256}"'
    response = get_conditional_response(request, etag=etag)  # None where the visitor must have the picture
    if response is None:
        response = HttpResponse(picture_of(found, longest_side=FRAME_SIDE), content_type="image/jpeg")
    response["ETag"] = etag
    return response


def picture_of(frame: Frame, *, longest_side: int) -> bytes:
    """Return a frame as JPEG.

    Raises:
        Http404: its file is gone or damaged.
    """
    try:
        with frame.image.open("rb") as file:
            image, _ = open_picture(file.read())
    except (OSError, FrameRefused) as error:
        raise Http404("The picture of this frame cannot be read.") from error
    return encode(image, longest_side=longest_side)
