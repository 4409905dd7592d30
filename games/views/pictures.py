"""Pictures of the games: frames under their passing addresses, and the picture of a result."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from games.core.reel import cell
from games.core.registry import Mode
from games.core.rules import Outcome, Side
from games.core.share_picture import share_picture
from games.services import open_picture, result_page
from games.services.pages import ResultPage
from games.session import player_of

FONTS = Path(settings.BASE_DIR) / "static" / "fonts"


@require_safe
@cache_control(private=True, no_store=True)
def frame(request: HttpRequest, token: str) -> HttpResponse:
    """Send a frame to whom its address was given, as long as they may see it."""
    data = open_picture(player_of(request), token)
    if data is None:
        raise Http404("This picture is not to be seen now.")
    response = HttpResponse(data, content_type="image/jpeg")
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@cache_control(private=True, max_age=3600)
def share(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the picture of a result: cells and points, no title and no frame."""
    page = result_page(player_of(request), public_id)
    if page is None:
        raise Http404("There is no such result.")
    data = share_picture(
        name=_name(page),
        points=f"{page.score} points",
        line=_line(page),
        cells=_cells(page),
        fonts=FONTS,
    )
    return HttpResponse(data, content_type="image/png")


def _cells(page: ResultPage) -> list[str]:
    """Return a cell for each round, or for each pair: those of the network stay empty."""
    if page.pairs:
        return ["right" if side is Side.PLAYER else "" for side in page.pairs]
    return [cell(played.outcome, helped=played.hints > 0 or played.tries > 1).kind for played in page.rounds]


def _name(page: ResultPage) -> str:
    if page.mode is Mode.DAILY and page.day is not None:
        return f"{page.title} · No. {page.number}, {page.day.day} {page.day:%B %Y}"
    return page.title


def _line(page: ResultPage) -> str:
    if page.rounds:
        right = sum(played.outcome is Outcome.RIGHT for played in page.rounds)
        return f"{right} of {len(page.rounds)} right. The network: {page.network_score} points."
    turns = f"{page.turns} turns, {page.seconds // 60}:{page.seconds % 60:02d}"
    return turns if page.against is None else f"{turns}. The network: {page.network_score} points."
