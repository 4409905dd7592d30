"""What a game is dealt from: shows, some of their frames, and what the network said of these beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from games.core.rules import chance


@dataclass(frozen=True)
class Guess:
    """One of the network's five answers: a show (None where it is not in the catalogue), and how sure it is."""

    show: int | None
    label: str
    confidence: float  # calibrated, in [0, 1]


@dataclass(frozen=True)
class Drawn:
    """A frame that may be shown."""

    frame: int
    split: str = ""  # the part of the network's training that it was in; "" means that it never was
    guesses: tuple[Guess, ...] = ()  # likeliest first; empty where no network looked at it
    knows: bool = False  # whether the network knows its show at all
    difficulty: float = 0.5  # in [0, 1]: the share of answers that are expected to be wrong
    place: str = ""  # episode and time, told at the reveal
    tags: tuple[str, ...] = ()  # what may be said of it to somebody who cannot see it


@dataclass(frozen=True)
class Facts:
    """What may be told of a show before its name."""

    year: int | None = None
    type: str = ""
    episodes: int | None = None
    genres: tuple[str, ...] = ()
    studios: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A show that a game may use, with at least one frame."""

    show: int
    franchise: str  # the key of `games.core.franchise`
    title: str  # as people see it
    frames: tuple[Drawn, ...]
    facts: Facts = field(default_factory=Facts)


def one_of_each_franchise(seed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Shuffle candidates and keep the first of each franchise."""
    shuffled = sorted(candidates, key=lambda candidate: candidate.show)
    chance(seed, "shows").shuffle(shuffled)
    first: dict[str, Candidate] = {}
    for candidate in shuffled:
        first.setdefault(candidate.franchise, candidate)
    return list(first.values())
