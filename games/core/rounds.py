"""What the games of rounds share: one round after the other, each open until it is answered or given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from games.core.rules import IllegalMove, Outcome


@dataclass(frozen=True, kw_only=True)
class Round:
    """How a round ended, and what it brought."""

    outcome: Outcome = Outcome.OPEN
    points: int = 0


RoundT = TypeVar("RoundT", bound=Round)


@dataclass(frozen=True, kw_only=True)
class Run(Generic[RoundT]):
    """A run of rounds, and the one that is played; `at` is past the last one when the run is over."""

    seed: str
    rounds: tuple[RoundT, ...]
    at: int = 0

    @property
    def current(self) -> RoundT | None:
        """The round that is played or revealed, None when the run is over."""
        return self.rounds[self.at] if self.at < len(self.rounds) else None


RunT = TypeVar("RunT", bound=Run[Any])


@dataclass(frozen=True)
class GiveUp:
    """No idea."""


@dataclass(frozen=True)
class Void:
    """The frame that is asked about is no longer there: the round counts for nobody."""


@dataclass(frozen=True)
class Next:
    """On to the next round."""


def play(run: RunT, move: object, answer: Callable[[Any, Any], Any]) -> RunT:
    """Return a run after a move; `answer` plays a round by the rules of its game.

    Raises:
        IllegalMove: the rules do not allow it now; the run stays what it was.
    """
    now = run.current
    if now is None:
        raise IllegalMove("This run is over.")
    if isinstance(move, Next):
        if now.outcome is Outcome.OPEN:
            raise IllegalMove("Answer this round first, or give up.")
        return replace(run, at=run.at + 1)
    if now.outcome is not Outcome.OPEN:
        raise IllegalMove("This round is over.")
    played = _ended(now, move) or answer(now, move)
    return replace(run, rounds=(*run.rounds[: run.at], played, *run.rounds[run.at + 1 :]))


def is_complete(run: Run[Any]) -> bool:
    """Tell whether every round has ended."""
    return all(played.outcome is not Outcome.OPEN for played in run.rounds)


def _ended(played: RoundT, move: object) -> RoundT | None:
    """Return a round as it ends without an answer, None where the move is one."""
    if isinstance(move, GiveUp):
        return replace(played, outcome=Outcome.GIVEN_UP)
    return replace(played, outcome=Outcome.GONE) if isinstance(move, Void) else None
