"""A result in symbols and in words, to be passed on. Neither names a show, and the symbols differ by shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from games.core.rules import Outcome, Side

_SYMBOLS = {Outcome.RIGHT: "●", Outcome.WRONG: "×", Outcome.GIVEN_UP: "×", Outcome.GONE: "–", Outcome.OPEN: "·"}
_HELPED = "◐"  # right, with a hint or not at once
_PAIRS = {Side.PLAYER: "●", Side.NETWORK: "○"}


@dataclass(frozen=True)
class Mark:
    """One round: how it ended, and whether a hint or another try was needed."""

    outcome: Outcome
    helped: bool


@dataclass(frozen=True)
class Summary:
    """What there is to tell of a run."""

    title: str  # of the game, with the number of the day's challenge
    score: int
    best_possible: int
    network: int | None  # None where it was not compared
    marks: tuple[Mark, ...] = ()
    turns: int = 0  # of the matching game
    pairs: tuple[Side, ...] = ()  # of the matching game: who found each, in this order
    seconds: int = 0


def in_symbols(summary: Summary) -> str:
    """Return two lines: what was played and the points, and a symbol for each round."""
    first = f"SNN {summary.title}: {summary.score}/{summary.best_possible}"
    second = "".join(map(_symbol, summary.marks)) or f"{_pairs(summary)} {_turns(summary)}".strip()
    return f"{first}\n{second}{_network(summary, ' – network ')}"


def in_words(summary: Summary) -> str:
    """Return a sentence or two that a screen reader reads well."""
    points = f"{summary.score} of {summary.best_possible} points"
    told = f"I played “{summary.title}” on SNN: {points}, {_how(summary)}."
    return f"{told} The network got {summary.network}." if summary.network is not None else told


def _symbol(mark: Mark) -> str:
    return _HELPED if mark.helped and mark.outcome is Outcome.RIGHT else _SYMBOLS[mark.outcome]


def _pairs(summary: Summary) -> str:
    return "".join(_PAIRS[side] for side in summary.pairs)


def _how(summary: Summary) -> str:
    if not summary.marks:
        return f"in {_turns(summary)}"
    return f"{_count(summary.marks)} of {len(summary.marks)} right{_with_help(summary.marks)}"


def _count(marks: Sequence[Mark]) -> int:
    return sum(mark.outcome is Outcome.RIGHT for mark in marks)


def _with_help(marks: Sequence[Mark]) -> str:
    helped = sum(mark.helped and mark.outcome is Outcome.RIGHT for mark in marks)
    return f", {helped} of them with help" if helped else ""


def _turns(summary: Summary) -> str:
    return f"{summary.turns} turns, {summary.seconds // 60}:{summary.seconds % 60:02d}"


def _network(summary: Summary, before: str) -> str:
    return "" if summary.network is None else f"{before}{summary.network}"
