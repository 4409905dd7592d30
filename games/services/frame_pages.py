"""The page of finding the frame."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.models import Show
from games.core import frame
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
from games.services.pages import FrameOptionView, FramePage, NoRun, PictureView, RevealView
from games.session import Player, Saved, Slot


def frame_page(player: Player, slot: Slot, moved: tuple[Saved, State] | None = None) -> FramePage | NoRun:
    """Return the run of a slot as it stands; nothing moves. Who has just moved it need not read it again."""
    table = table_of(player, slot, frame.FrameState, moved)
    if isinstance(table, NoRun):
        return table
    saved, state = table
    played = state.rounds[state.at]
    right = played.choices[frame.right_place(played)].drawn
    ended = played.outcome is not Outcome.OPEN
    gone = set() if ended else gone_among(choice.drawn.frame for choice in played.choices)
    shows = shows_by_key(_told(played))
    return FramePage(
        run=run_view(saved, state),
        show=show_or_blank(shows, played.show),
        options=tuple(_option(saved, played, place, shows, gone) for place in range(len(played.choices))),
        next_pictures=_next(saved, state) if ended else (),
        picks_left=len(frame.POINTS_BY_PICK) - len(played.picks),
        worth=frame.POINTS_BY_PICK[min(len(played.picks), len(frame.POINTS_BY_PICK) - 1)],
        reveal=_reveal(saved, state, shows),
        gone=played.outcome is Outcome.GONE or right.frame in gone,
    )


def _told(played: frame.FrameRound) -> set[int]:
    """Return the shows that the page may name: before the reveal the one that is asked for, and wrong picks."""
    if played.outcome is Outcome.OPEN:
        return {played.show, *(played.choices[place].show for place in played.picks)}
    return {played.show, *(choice.show for choice in played.choices)}


def _option(
    saved: Saved, played: frame.FrameRound, place: int, shows: Mapping[int, Show], gone: set[int]
) -> FrameOptionView:
    choice = played.choices[place]
    ended, picked = played.outcome is not Outcome.OPEN, place in played.picks
    told = ended or picked
    return FrameOptionView(
        picture=picture_view(saved, choice.drawn, place + 1, gone),
        picked=picked,
        show=shows.get(choice.show) if told else None,
        right=choice.show == played.show if told else None,
        network=ended and played.knows and place == played.network_pick,
        confidence=choice.confidence if ended and played.knows else None,
    )


def _next(saved: Saved, state: frame.FrameState) -> tuple[PictureView, ...]:
    if state.at + 1 == len(state.rounds):
        return ()
    choices = state.rounds[state.at + 1].choices
    return tuple(picture_view(saved, choice.drawn, place + 1, set()) for place, choice in enumerate(choices))


def _reveal(saved: Saved, state: frame.FrameState, shows: Mapping[int, Show]) -> RevealView | None:
    played = state.rounds[state.at]
    if played.outcome in (Outcome.OPEN, Outcome.GONE) or played.show not in shows:
        return None
    right = played.choices[frame.right_place(played)].drawn
    ended = Ended(
        show=played.show,
        facts=played.facts,
        drawn=right,
        outcome=played.outcome,
        points=played.points,
        network_points=frame.network_points(played),
        last=state.at + 1 == len(state.rounds),
    )
    return reveal_view(ended, shows, saved)
