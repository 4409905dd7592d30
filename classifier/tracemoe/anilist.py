"""`/anilist`: the facts of a show by its number or its title, as clients ask AniList for them."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from rapidfuzz import fuzz

from catalog.core.titles import normalise
from catalog.models import Show
from catalog.services import suggest_shows
from classifier.tracemoe.base import Refused, spoken
from classifier.tracemoe.records import number_of, record_of, shows_numbered

MOST = 50


@spoken
def anilist(request: HttpRequest) -> HttpResponseBase:
    """Find shows by a title (GET), or one by its number in the words of AniList's GraphQL (POST)."""
    return _by_number(request) if request.method == "POST" else _by_title(request)


def _by_title(request: HttpRequest) -> HttpResponseBase:
    if "q" not in request.GET:
        raise Refused(400, "Missing search query parameter 'q'")
    query = request.GET["q"].strip()
    if not query:
        raise Refused(400, "Search query cannot be empty")
    found = {each.show_id: each.matched or each.title for each in suggest_shows(query, MOST)}
    shows = Show.objects.prefetch_related("aliases", "genres").in_bulk(found)
    rows = [
        {
            "id": number_of(shows[key]),
            "title": name,
            "similarity": round(fuzz.ratio(normalise(query), normalise(name)) / 100, 4),
            "anilist": record_of(shows[key], request),
        }
        for key, name in found.items()
        if key in shows
    ]
    return JsonResponse(sorted(rows, key=lambda row: -row["similarity"]), safe=False)


def _by_number(request: HttpRequest) -> HttpResponseBase:
    """Only the variable `id` matters: whatever the query asks for, the whole record is given."""
    number = _number(request)
    show = shows_numbered(number).prefetch_related("aliases", "genres").first()
    if show is None:
        return JsonResponse({"data": {"Media": None}, "errors": [{"message": "Not Found.", "status": 404}]}, status=404)
    return JsonResponse({"data": {"Media": record_of(show, request)}})


def _number(request: HttpRequest) -> int:
    try:
        body: Any = json.loads(request.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
        number = body["variables"]["id"]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(400, "Send JSON with the number of a show in variables.id.") from error
    if not isinstance(number, int) or isinstance(number, bool) or abs(number) > 2**31 - 1:
        raise Refused(400, "variables.id must be a number.")
    return number
