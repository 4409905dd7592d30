"""Leaderboards, one's own history, and people against the network."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from games.core.registry import GAMES, GameName
from games.services import leaderboard, statistics_page
from games.session import player_of


@require_safe
@never_cache
def leaderboards(request: HttpRequest) -> HttpResponse:
    """Show the best of today and of all time, for one game."""
    asked = request.GET.get("game", "")
    game = GAMES[GameName(asked)] if asked in set(GameName) else GAMES[GameName.TITLE]
    player = player_of(request)
    context = {
        "games": GAMES.values(),
        "game": game,
        "boards": {
            "Today": leaderboard(player, game.name, today=True),
            "All time": leaderboard(player, game.name, today=False),
        },
    }
    return render(request, "games/leaderboards.html", context)


@require_safe
@never_cache
def history(request: HttpRequest) -> HttpResponse:
    """Show what came of one's own runs, and of people against the network."""
    return render(request, "games/history.html", {"page": statistics_page(player_of(request))})
