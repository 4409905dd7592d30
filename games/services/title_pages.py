"""The page of naming the show."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.models import Show
from games.core import title
from games.core.hints import COST
from games.core.rules import Outcome
from games.core.scoring import State
from games.services.page_parts import (
    Ended,
    gone_among,
    picture_view,
    reveal_view,
    run_view,
    show_or_blank,
    shows_by_key,
    table_of,
)
from games.services.pages import HintView, NoRun, PictureView, RevealView, TitlePage, TryView
from games.session import Player, Saved, Slot


def title_page(player: Player, slot: Slot, moved: tuple[Saved, State] | None = None) -> TitlePage | NoRun:
    """Return the run of a slot as it stands; nothing moves. Who has just moved it need not read it again."""
    table = table_of(player, slot, title.TitleState, moved)
    if isinstance(table, NoRun):
        return table
    saved, state = table
    played = state.rounds[state.at]
    ended = played.outcome is not Outcome.OPEN
    gone = set() if ended else gone_among(title.visible_frames(state))
    shows = shows_by_key(_told(played))
    return TitlePage(
        run=run_view(saved, state),
        picture=picture_view(saved, played.drawn, 1, gone),
        second_picture=_second(saved, state, gone),
        next_picture=_next(saved, state),
        tries=tuple(TryView(attempt.text, attempt.verdict) for attempt in played.tries),
        tries_left=len(title.POINTS_BY_TRY) - title.spent(played),
        worth=title.worth(played),
        hints=_hints(played),
        choices=tuple(show_or_blank(shows, show) for show in played.choices),
        reveal=_reveal(saved, state, shows),
        gone=played.outcome is Outcome.GONE or played.drawn.frame in gone,
    )


def _told(played: title.TitleRound) -> set[int | None]:
    """Return the shows that the page may name: before the reveal the choices only."""
    if played.outcome is Outcome.OPEN:
        return set(played.choices)
    return {played.show, *played.choices, *(guess.show for guess in played.drawn.guesses)}


def _second(saved: Saved, state: title.TitleState, gone: set[int]) -> PictureView | None:
    second = state.rounds[state.at].second
    if second is None or second.frame not in title.visible_frames(state):
        return None
    return picture_view(saved, second, 2, gone)


def _next(saved: Saved, state: title.TitleState) -> PictureView | None:
    if state.rounds[state.at].outcome is Outcome.OPEN or state.at + 1 == len(state.rounds):
        return None
    return picture_view(saved, state.rounds[state.at + 1].drawn, 1, set())


def _hints(played: title.TitleRound) -> tuple[HintView, ...]:
    return tuple(
        HintView(hint.kind, COST[hint.kind], hint.kind in played.asked, hint.text if hint.kind in played.asked else "")
        for hint in played.hints
    )


def _reveal(saved: Saved, state: title.TitleState, shows: Mapping[int, Show]) -> RevealView | None:
    played = state.rounds[state.at]
    if played.outcome in (Outcome.OPEN, Outcome.GONE) or played.show not in shows:
        return None
    missed = "" if played.choices or played.outcome is Outcome.RIGHT or not played.tries else played.tries[-1].text
    ended = Ended(
        show=played.show,
        facts=played.facts,
        drawn=played.drawn,
        outcome=played.outcome,
        points=played.points,
        network_points=title.network_points(played),
        typed=missed,
        last=state.at + 1 == len(state.rounds),
    )
    return reveal_view(ended, shows, saved)
