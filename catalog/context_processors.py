"""What the head of every page says of the catalogue."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from catalog.services import count_seen
from catalog.visitors import known_token


def seen(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """Offer how many shows the visitor ticked, counted only where a template asks."""
    return {"seen_count": lambda: _count(request)}


def _count(request: HttpRequest) -> int:
    if not hasattr(request, "session"):  # refused before anybody looked who it is
        return 0
    return count_seen(request.user, known_token(request))
