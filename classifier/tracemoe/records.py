"""Shows as records of AniList, the form in which clients of the dialect want them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from catalog.models import Alias, Show

_FORMATS = {"TV": "TV", "Movie": "MOVIE", "OVA": "OVA", "ONA": "ONA", "Special": "SPECIAL", "TV Special": "SPECIAL"}
_NO_DATE = {"year": None, "month": None, "day": None}


def number_of(show: Show) -> int:
    """Return the number of a show at AniList; one that it does not have gets a number below zero, which is ours."""
    return show.anilist_id or -show.pk


def shows_numbered(number: int) -> QuerySet[Show]:
    """Return the listed show with a number, if there is one."""
    return Show.objects.listed().filter(Q(anilist_id=number) if number > 0 else Q(pk=-number, anilist_id=None))


def record_of(show: Show, request: HttpRequest) -> dict[str, Any]:
    """Return what is known of a show in the fields of AniList; what is not known is null."""
    synonyms = [alias.text for alias in show.aliases.all() if alias.language == Alias.Language.SYNONYM]
    poster = request.build_absolute_uri(reverse("catalog:poster", args=[show.slug]))
    return {
        "id": number_of(show),
        "idMal": show.mal_id,
        "title": {
            "native": show.title_japanese or None,
            "romaji": show.title,
            "english": show.title_english or None,
        },
        "synonyms": synonyms,
        "isAdult": False,
        "type": "ANIME",
        "format": _FORMATS.get(show.type),
        "season": show.season.upper() or None,
        "seasonYear": show.year,
        "episodes": show.episodes,
        "startDate": {**_NO_DATE, "year": show.year},
        "endDate": dict(_NO_DATE),
        "genres": [genre.name for genre in show.genres.all()],
        "coverImage": {"extraLarge": poster, "large": poster, "medium": poster, "color": None},
        "siteUrl": request.build_absolute_uri(show.get_absolute_url()),
    }
