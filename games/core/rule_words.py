"""The rules of points in sentences, with the figures by which points are counted."""

from __future__ import annotations

from games.core import deck, frame, matching, title
from games.core.number_words import in_words
from games.core.registry import GameName


def rules_in_words(game: GameName) -> tuple[str, ...]:
    """Return what is said before the first round of how points are counted."""
    return (*_OF_GAME[game], "There is no hurry: time is shown in one game, and counts in none.")


_FIRST_TRY, _SECOND_TRY, _THIRD_TRY = title.POINTS_BY_TRY
_FIRST_PICK, _SECOND_PICK = frame.POINTS_BY_PICK

_OF_GAME = {
    GameName.TITLE: (
        f"Typed: {_FIRST_TRY} points at the first try, {_SECOND_TRY} at the second, {_THIRD_TRY} at the third. Any "
        "title counts; accents, punctuation and small slips do not matter. Numbers and seasons do.",
        f"{in_words(title.CHOICES).capitalize()} choices: {title.POINTS_OF_CHOICE} points, one try.",
        "Every hint takes its share of the points. Nothing ever goes below zero.",
        f"The network plays by the same rules with its first {in_words(len(title.POINTS_BY_TRY))} guesses.",
    ),
    GameName.FRAME: (
        f"{_FIRST_PICK} points for the first pick, {_SECOND_PICK} for the second.",
        f"The network has one pick, for {_FIRST_PICK} points.",
    ),
    GameName.MATCHING: (
        f"Alone: {matching.POINTS_ALONE} points for {in_words(deck.PAIRS)} turns, {matching.POINTS_LOST_A_TURN} fewer "
        f"for each turn more, {matching.POINTS_AT_LEAST} at least.",
        f"Against the network: you take turns, and each pair is {matching.POINTS_OF_PAIR} points. It sees what is "
        "turned over, compares the pictures, and forgets: the sleepier, the sooner.",
    ),
}
