"""How hard a frame is: what people made of it, and until enough of them did, what the network made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from games.core.candidates import Candidate, Drawn, Guess
from games.core.rules import Level, chance

PRIOR = 0.5
PRIOR_WEIGHT = 2
NETWORK_WEIGHT = 2
"""A guess without any data counts as much as so many people, and so does the network's answer."""

DRAWN_FOR_ONE = 3
"""So many shows are looked at for each that is needed, where easy, hard, alike or unlike ones are asked for."""


def difficulty(*, shown: int, right: int, guesses: Sequence[Guess], show: int, knows: bool) -> float:
    """Return the share of wrong answers to expect, in [0, 1].

    A network that does not know the show says nothing about how hard it is.
    """
    wrong, weight = PRIOR * PRIOR_WEIGHT + (shown - right), float(PRIOR_WEIGHT + shown)
    if knows:
        sure = next((guess.confidence for guess in guesses if guess.show == show), 0.0)
        wrong, weight = wrong + NETWORK_WEIGHT * (1 - sure), weight + NETWORK_WEIGHT
    return wrong / weight


def at_level(candidates: Sequence[Candidate], level: Level, count: int, seed: str) -> list[Candidate]:
    """Return `count` candidates: the easiest or hardest of those that are there, or for `normal` any of them."""
    order = sorted(candidates, key=lambda candidate: candidate.show)
    chance(seed, "level").shuffle(order)
    if level is Level.NORMAL:
        return order[:count]
    hard = level is Level.HARD
    sorted_frames = [_with_frames_by_difficulty(candidate, hardest_first=hard) for candidate in order]
    return sorted(sorted_frames, key=lambda candidate: candidate.frames[0].difficulty, reverse=hard)[:count]


def _with_frames_by_difficulty(candidate: Candidate, *, hardest_first: bool) -> Candidate:
    def by_difficulty(drawn: Drawn) -> float:
        return -drawn.difficulty if hardest_first else drawn.difficulty

    frames = tuple(sorted(candidate.frames, key=by_difficulty))
    return replace(candidate, frames=frames)
