"""Where a game is chosen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from games.services import choose_page
from games.session import player_of


@require_safe
@never_cache
def lobby(request: HttpRequest) -> HttpResponse:
    """Show the games, today's challenge, and with how many shows they can be played."""
    return render(request, "games/lobby.html", {"page": choose_page(player_of(request))})
