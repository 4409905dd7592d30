"""How the rounds of a run are shown: a cell for each, with a sign and a word, so that no colour is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from games.core.rules import Outcome
from games.core.share import Mark


@dataclass(frozen=True)
class Cell:
    """One cell of the reel: its look, the name of its icon, and its word."""

    kind: str
    icon: str
    word: str


_CELLS = {
    Outcome.RIGHT: Cell("right", "check", "right"),
    Outcome.WRONG: Cell("wrong", "cross", "wrong"),
    Outcome.GIVEN_UP: Cell("wrong", "cross", "given up"),
    Outcome.GONE: Cell("gone", "dash", "does not count"),
    Outcome.OPEN: Cell("now", "", "now"),
}
_PART = Cell("part", "dash", "right with help")
_AHEAD = Cell("ahead", "", "to come")


def cell(outcome: Outcome, *, helped: bool = False) -> Cell:
    """Return the cell of one round; `helped` tells one that was right after hints or more than one try."""
    return _PART if helped and outcome is Outcome.RIGHT else _CELLS[outcome]


def cells(marks: Sequence[Mark], rounds: int) -> list[Cell]:
    """Return a cell for each of the rounds of a run, those that are to come among them."""
    return [cell(mark.outcome, helped=mark.helped) for mark in marks] + [_AHEAD] * max(rounds - len(marks), 0)
