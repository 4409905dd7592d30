"""A run is started: dealt, and put into the player's session."""

from __future__ import annotations

import secrets
from datetime import date

from django.utils import timezone

from games.core.registry import Mode
from games.core.scoring import State
from games.services.dailies import daily_state
from games.services.dealing import PLAIN, Options, deal
from games.services.drawing import pool_for
from games.services.pages import Done, NoRun, TooFew
from games.services.results import daily_result
from games.services.runs import read_state, write_state
from games.session import Player, Saved, Slot, load, save_new


def start_run(
    player: Player, slot: Slot, options: Options | None = None, *, mode: Mode = Mode.ROUND, all_shows: bool = False
) -> TooFew | Done | None:
    """Deal a run into its slot, over the one that was there. None means that it can be played.

    The daily challenge is the same for everybody, from all shows. One that is going is left as it is, and one that this
    player has finished leads to its result.
    """
    if slot.daily:
        return _start_daily(player, slot, timezone.localdate())
    options = options or PLAIN[slot.game]
    pool = pool_for(player, learnt=options.learnt, all_shows=all_shows)
    seed = secrets.token_urlsafe(12)
    state = deal(pool, slot.game, options, seed)
    if isinstance(state, TooFew):
        return state
    _put(player, Saved(slot, {}, mode, seed, seen_only=pool.seen is not None), state)
    return None


def _start_daily(player: Player, slot: Slot, today: date) -> TooFew | Done | None:
    if result := daily_result(player, slot.game, today):
        return Done(result)
    going = load(player, slot)
    if going and going.day == today.isoformat() and not isinstance(read_state(going), NoRun):
        return None
    dealt = daily_state(slot.game, today)
    if isinstance(dealt, TooFew):
        return dealt
    seed, state = dealt
    _put(player, Saved(slot, {}, Mode.DAILY, seed, day=today.isoformat()), state)
    return None


def _put(player: Player, saved: Saved, state: State) -> None:
    write_state(saved, state)
    saved.moved()
    save_new(player, saved)
