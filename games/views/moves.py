"""Moves: every one is a post that leads back to the table, so that a reload repeats nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from games import services
from games.core.registry import GameName
from games.forms import Unreadable, read_mode, read_move, read_options
from games.services.pages import Done, NoRun, Played, TooFew
from games.session import Slot, player_of
from games.views.table import HtmxRequest, start_response, table_response


@require_POST
@never_cache
def start(request: HtmxRequest, game: GameName, daily: bool) -> HttpResponse:
    """Deal a run, and lead to it."""
    slot = Slot(game, daily)
    player = player_of(request, make_token=True)
    options = None if daily else read_options(game, request.POST)
    dealt = services.start_run(
        player, slot, options, mode=read_mode(request.POST), all_shows=request.POST.get("shows") == "all"
    )
    if isinstance(dealt, TooFew):
        return start_response(request, player, slot, few=dealt)
    if isinstance(dealt, Done):
        return redirect("games:result", dealt.result)
    return HttpResponseRedirect(_table(slot), status=303)


@require_POST
@never_cache
def play(request: HtmxRequest, game: GameName, daily: bool) -> HttpResponse:
    """Make a move."""
    slot = Slot(game, daily)
    try:
        move = read_move(game, request.POST)
    except Unreadable as refusal:
        return _answer(request, slot, Played(str(refusal)))
    return _answer(request, slot, services.play(player_of(request), slot, request.POST.get("nonce", ""), move))


@require_POST
@never_cache
def report(request: HtmxRequest, game: GameName, daily: bool) -> HttpResponse:
    """Tell the curators of a frame that should not be here."""
    slot = Slot(game, daily)
    player = player_of(request, make_token=True)
    place = request.POST.get("place", "")
    outcome = services.report_frame(
        player,
        slot,
        request.POST.get("nonce", ""),
        request.POST.get("reason", ""),
        place=int(place) if place.isdecimal() else 0,
    )
    return _answer(request, slot, outcome)


@require_POST
@never_cache
def appeal(request: HtmxRequest, game: GameName, daily: bool) -> HttpResponse:
    """Tell the curators that a title should have counted."""
    slot = Slot(game, daily)
    player = player_of(request, make_token=True)
    return _answer(request, slot, services.appeal(player, slot, request.POST.get("nonce", "")))


def _answer(request: HtmxRequest, slot: Slot, outcome: Played | NoRun) -> HttpResponse:
    """Show the table after a move: at once for htmx, else by way of a redirect."""
    if isinstance(outcome, NoRun):
        messages.info(request, outcome.reason or "This run is over. Start another one.")
        table = _table(slot)
        return HttpResponseClientRedirect(table) if request.htmx else HttpResponseRedirect(table, status=303)
    if request.htmx:
        return table_response(request, player_of(request), slot, outcome.message, outcome.run)
    if outcome.message:
        messages.info(request, outcome.message)
    return HttpResponseRedirect(_table(slot), status=303)


def _table(slot: Slot) -> str:
    return reverse("games:daily" if slot.daily else "games:table", args=[slot.game])
