"""Hints to a show: what each tells and what it costs, in rising order of help. None tells what happens in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from games.core.candidates import Facts

LETTERS_SHOWN = 4  # one letter in so many


class HintKind(StrEnum):
    """What can be asked for."""

    YEAR = "year"
    FORMAT = "format"
    GENRES = "genres"
    STUDIO = "studio"
    LETTERS = "letters"
    FRAME = "frame"


COST = {
    HintKind.YEAR: 10,
    HintKind.FORMAT: 10,
    HintKind.GENRES: 10,
    HintKind.STUDIO: 15,
    HintKind.LETTERS: 25,
    HintKind.FRAME: 15,
}
"""Percent of the points of a round; all hints together leave 15."""


@dataclass(frozen=True)
class Hint:
    """One hint that is there for a round; `text` is empty for the second frame, which is a picture."""

    kind: HintKind
    text: str


def hints_for(facts: Facts, title: str, *, second_frame: bool) -> tuple[Hint, ...]:
    """Return the hints that can be given; what is not known of a show is not on offer."""
    texts = {
        HintKind.YEAR: str(facts.year or ""),
        HintKind.FORMAT: _format(facts),
        HintKind.GENRES: ", ".join(facts.genres),
        HintKind.STUDIO: ", ".join(facts.studios),
        HintKind.LETTERS: letters(title),
    }
    told = tuple(Hint(kind, text) for kind, text in texts.items() if text)
    return (*told, Hint(HintKind.FRAME, "")) if second_frame else told


def letters(title: str) -> str:
    """Return a title with one letter in four left, the first among them, and the others as low lines."""
    shown, count = [], 0
    for character in title:
        if character.isalnum():
            shown.append(character if count % LETTERS_SHOWN == 0 else "_")
            count += 1
        else:
            shown.append(character)
    return "".join(shown) if count > 1 else ""


def after_hints(points: int, asked: Sequence[HintKind]) -> int:
    """Return what is left of the points of a round after these hints."""
    return points * (100 - sum(COST[kind] for kind in set(asked))) // 100


def _format(facts: Facts) -> str:
    if not facts.episodes:
        return facts.type
    episodes = f"{facts.episodes} episode" + "s" * (facts.episodes > 1)
    return f"{facts.type}, {episodes}" if facts.type else episodes
