"""The games there are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from games.core import frame, matching, title
from games.core.deck import PAIRS
from games.core.number_words import in_words


class GameName(StrEnum):
    """How a game is called in addresses and rows."""

    TITLE = "title"
    MATCHING = "matching"
    FRAME = "frame"


class Mode(StrEnum):
    """What a run counts for."""

    ROUND = "round"  # ten rounds with a result; ranked where it is drawn from all shows
    PRACTICE = "practice"  # endless, kept nowhere
    DAILY = "daily"  # the same for everybody, once a day


@dataclass(frozen=True)
class Game:
    """What people are told of a game before they choose it."""

    name: GameName
    title: str
    summary: str
    shows_needed: int


GAMES = {
    game.name: game
    for game in (
        Game(GameName.TITLE, "Name the show", "You see a frame. Which show is it from?", title.SHOWS_NEEDED),
        Game(
            GameName.MATCHING,
            "Find the pairs",
            f"{in_words(2 * PAIRS).capitalize()} cards, {in_words(PAIRS)} pairs: "
            "two different frames of one show are a pair.",
            matching.SHOWS_NEEDED,
        ),
        Game(
            GameName.FRAME,
            "Find the frame",
            f"You see a title. Which of {in_words(frame.FRAMES)} frames is from it?",
            frame.SHOWS_NEEDED,
        ),
    )
}
