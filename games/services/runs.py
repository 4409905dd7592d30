"""A run as the services handle it, whichever game it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from games.core import frame, matching, rounds, title
from games.core.codec import OldState, from_json, to_json
from games.core.registry import GameName
from games.core.rules import Outcome
from games.core.scoring import State
from games.services.pages import NoRun
from games.session import Saved

EXPIRED = "What you played is no longer here: it waited too long, or was played in another browser."
OUTDATED = "This round is from before an update of the site, so it cannot be gone on with. Start another one."


@dataclass(frozen=True)
class Rules:
    """The rules of one game, as its module in `games.core` has them."""

    state: type[State]
    play: Callable[[Any, Any], Any]
    is_complete: Callable[[Any], bool]
    visible_frames: Callable[[Any], tuple[int, ...]]


RULES = {
    GameName.TITLE: Rules(title.TitleState, title.play, rounds.is_complete, title.visible_frames),
    GameName.FRAME: Rules(frame.FrameState, frame.play, rounds.is_complete, frame.visible_frames),
    GameName.MATCHING: Rules(matching.MatchingState, matching.play, matching.is_complete, matching.visible_frames),
}


def read_state(saved: Saved | None) -> State | NoRun:
    """Return the state of a run, or why there is none that can be played."""
    if saved is None:
        return NoRun()
    try:
        return from_json(RULES[saved.slot.game].state, saved.state)
    except OldState:
        return NoRun(OUTDATED)


def write_state(saved: Saved, state: State) -> None:
    """Put a state into its run, with addresses for exactly the frames that may be seen now."""
    saved.state = to_json(state)
    saved.show(RULES[saved.slot.game].visible_frames(state))


def open_round(state: State) -> title.TitleRound | frame.FrameRound | None:
    """Return the round of a state that waits for an answer, None where there is none or the game has no rounds."""
    if isinstance(state, matching.MatchingState):
        return None
    now = state.current
    return now if now is not None and now.outcome is Outcome.OPEN else None


def frame_of(played: title.TitleRound | frame.FrameRound) -> int:
    """Return the frame that a round is about."""
    if isinstance(played, title.TitleRound):
        return played.drawn.frame
    return played.choices[frame.right_place(played)].drawn.frame
