"""Pictures of a run's data sets, shown small, to staff only: most belong to other people."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from training.services.guesses import picture_of
from training.services.pictures import NoPictureError, small_picture
from training.views.access import fresh_run, may

SIDE = 480


@require_safe
@may("view")
def picture(request: HttpRequest, name: str, sha256: str) -> HttpResponse:
    """Send a picture of the manifest, or one that was uploaded to be guessed."""
    run = fresh_run(request, name)
    if not sha256.isalnum():
        raise Http404("There is no such picture.")
    try:
        content = small_picture(picture_of(run, sha256), longest_side=SIDE)
    except NoPictureError as error:
        raise Http404(str(error)) from error
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})
