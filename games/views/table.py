"""The table of a game: the run as it stands, or how to start one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from games.core.registry import GAMES, GameName
from games.core.scoring import State
from games.models import Report
from games.services import choose_page, frame_page, matching_page, title_page
from games.services.pages import NoRun, TooFew
from games.session import Player, Saved, Slot, player_of

PAGES = {GameName.TITLE: title_page, GameName.FRAME: frame_page, GameName.MATCHING: matching_page}


class HtmxRequest(HttpRequest):
    """A request as django-htmx's middleware hands it on."""

    htmx: HtmxDetails


@require_safe
@never_cache
def table(request: HtmxRequest, game: GameName, daily: bool) -> HttpResponse:
    """Show the run that is going, else offer to start one."""
    return table_response(request, player_of(request), Slot(game, daily))


def table_response(
    request: HtmxRequest, player: Player, slot: Slot, message: str = "", moved: tuple[Saved, State] | None = None
) -> HttpResponse:
    """Answer with the table: the part that changes for htmx, else the whole page."""
    page = PAGES[slot.game](player, slot, moved)
    if isinstance(page, NoRun) and page.result:
        result = reverse("games:result", args=[page.result])
        return HttpResponseClientRedirect(result) if request.htmx else HttpResponseRedirect(result)
    if isinstance(page, NoRun):
        return start_response(request, player, slot, reason=page.reason)
    part = request.htmx and not request.htmx.history_restore_request
    folder = "games/parts" if part else "games"
    context = {**_context(slot), "page": page, "message": message, "reasons": Report.Reason.choices}
    response = render(request, f"{folder}/{slot.game}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def start_response(
    request: HttpRequest, player: Player, slot: Slot, *, reason: str = "", few: TooFew | None = None
) -> HttpResponse:
    """Offer to start a run; `reason` says what became of the one before, `few` why none could be dealt."""
    lobby = choose_page(player)
    offer = next(offer for offer in lobby.offers if offer.game == slot.game)
    context = {**_context(slot), "lobby": lobby, "offer": offer, "reason": reason, "few": few}
    return render(request, "games/start.html", context)


def _context(slot: Slot) -> dict[str, Any]:
    """Return what every template of a table needs: the game and the names of its addresses."""
    suffix = "_daily" if slot.daily else ""
    addresses = {name: f"games:{name}{suffix}" for name in ("start", "play", "report", "appeal")}
    table_name = "games:daily" if slot.daily else "games:table"
    return {"game": GAMES[slot.game], "daily": slot.daily, "addresses": {**addresses, "table": table_name}}
