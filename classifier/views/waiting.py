"""The part of an answer's page that waits: held open until there is an answer, or a while, where a queue is kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import retarget

from classifier.models import Upload
from classifier.services import has_queue, place_of, wait_of
from classifier.views.answers import HtmxRequest, answer
from classifier.waiting import room

SHORTEST, LONGEST = 5.0, 25.0
"""Seconds for which a page is held: the further back in the queue, the longer before it tells its place anew."""


@require_safe
@never_cache
def waiting(request: HtmxRequest, public_id: str) -> HttpResponse:
    """Return the answer as soon as it is there, else after a while the place in the queue."""
    upload = get_object_or_404(Upload, public_id=public_id)
    had_seat = True
    if has_queue() and upload.status == Upload.Status.QUEUED:
        had_seat = room.wait(upload.pk, min(SHORTEST + place_of(upload) / 10, LONGEST))
        upload = get_object_or_404(Upload, public_id=public_id)
    if upload.status != Upload.Status.QUEUED or not has_queue():
        return answer(request, public_id)
    context = {"upload": upload, "wait": wait_of(upload), "delay": 0 if had_seat else int(SHORTEST)}
    return retarget(render(request, "classifier/_waiting.html", context), "#waiting")
