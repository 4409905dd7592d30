"""What the three games share: outcomes, the refusal of a move, and chance that a seed repeats."""

from __future__ import annotations

import random
from enum import StrEnum

ROUNDS = 10


class Outcome(StrEnum):
    """How a round ended."""

    OPEN = "open"
    RIGHT = "right"
    WRONG = "wrong"
    GIVEN_UP = "given up"
    GONE = "gone"  # its frame was taken away in the middle: it counts for nobody


class Level(StrEnum):
    """How hard the player wants it."""

    EASY = "easy"
    NORMAL = "normal"
    HARD = "hard"


class Side(StrEnum):
    """Who did it."""

    PLAYER = "player"
    NETWORK = "network"


class IllegalMove(ValueError):  # noqa: N818 -- a refusal with a sentence for the player, not a failure of ours
    """A move that the rules do not allow now; the message is a sentence for the player."""


class TooFewShows(ValueError):  # noqa: N818 -- as above
    """There is not enough to deal from."""

    def __init__(self, needed: int, found: int) -> None:
        self.needed = needed
        self.found = found
        super().__init__(f"{needed} shows are needed, and {found} can be played with.")


def chance(seed: str, *purpose: object) -> random.Random:
    """Return a source of chance that is always the same for one seed and purpose, in every process."""
    return random.Random("/".join((seed, *map(str, purpose))))
