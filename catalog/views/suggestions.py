"""What may be meant by what is typed so far."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from catalog.services import suggest_shows


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Name at most ten shows for `q`, out of all that are listed, so that a list gives away nothing of a game."""
    found = suggest_shows(request.GET.get("q", ""))
    response = JsonResponse({"suggestions": [{"title": show.title, "matched": show.matched} for show in found]})
    response["Cache-Control"] = "private, max-age=60"
    return response
