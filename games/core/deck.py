"""The deck of the matching game: twelve cards, six pairs, each pair two different frames of one show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from games.core.candidates import Candidate, one_of_each_franchise
from games.core.rules import TooFewShows, chance

PAIRS = 6


@dataclass(frozen=True)
class Card:
    """One card: the frame on its face, the show that makes the pair, and what may be said of the frame."""

    frame: int
    show: int
    tags: tuple[str, ...] = ()


def deal_deck(seed: str, candidates: Sequence[Candidate]) -> tuple[Card, ...]:
    """Return twelve shuffled cards: two frames each of six shows of six franchises.

    Raises:
        TooFewShows: there are fewer than six such shows.
    """
    pairs = [candidate for candidate in candidates if len({drawn.frame for drawn in candidate.frames}) > 1]
    chosen = one_of_each_franchise(seed, pairs)
    if len(chosen) < PAIRS:
        raise TooFewShows(PAIRS, len(chosen))
    cards = [
        Card(drawn.frame, candidate.show, drawn.tags) for candidate in chosen[:PAIRS] for drawn in candidate.frames[:2]
    ]
    chance(seed, "cards").shuffle(cards)
    return tuple(cards)
