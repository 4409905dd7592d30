"""What is sent to the games: how to play, and moves. What cannot be read is a refusal in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import QueryDict

from games.core import frame, matching, rounds, title
from games.core.hints import HintKind
from games.core.registry import GameName, Mode
from games.core.rules import Level
from games.services import TypedTitle

Options = title.TitleOptions | frame.FrameOptions | matching.MatchingOptions
Move = TypedTitle | title.Move | frame.Move | matching.Move

LONGEST_TITLE = 300
"""Characters of a typed title that are read."""


_ACTS: dict[str, rounds.GiveUp | rounds.Next] = {"give up": rounds.GiveUp(), "next": rounds.Next()}
_MATCHING_ACTS: dict[str, Move] = {"go on": matching.GoOn()}


class Unreadable(ValueError):  # noqa: N818 -- a refusal with a sentence for the player, not a failure of ours
    """What was sent is no move of this game; the message is a sentence for the player."""


def read_options(game: GameName, data: QueryDict) -> Options:
    """Return how to play; what was not said, or cannot be read, is as most people like it."""
    learnt = data.get("learnt") == "on"
    if game is GameName.TITLE:
        return title.TitleOptions(choices=data.get("way") == "choices", level=_level(data, "level"), learnt=learnt)
    if game is GameName.FRAME:
        return frame.FrameOptions(level=_level(data, "level"), learnt=learnt)
    alone = data.get("against") == "nobody"
    return matching.MatchingOptions(against=None if alone else _level(data, "against"), learnt=learnt)


def read_mode(data: QueryDict) -> Mode:
    """Return what a run should count for: a whole run with a result, or endless practice."""
    return Mode.PRACTICE if data.get("mode") == Mode.PRACTICE else Mode.ROUND


def read_move(game: GameName, data: QueryDict) -> Move:
    """Return the move that a form holds.

    Raises:
        Unreadable: it holds none of this game.
    """
    try:
        return _READERS[game](data)
    except (KeyError, ValueError) as error:
        raise Unreadable("That cannot be done in this game.") from error


def _title_move(data: QueryDict) -> Move:
    if "choice" in data:
        return title.Choose(_place(data))
    if "hint" in data:
        return title.AskHint(HintKind(data.get("hint", "")))
    if "act" in data:
        return _ACTS[data.get("act", "")]
    if "answer" in data:
        return TypedTitle(data.get("answer", "")[:LONGEST_TITLE])
    raise ValueError("no move")


def _frame_move(data: QueryDict) -> Move:
    if "choice" in data:
        return frame.Pick(_place(data))
    return _ACTS[data.get("act", "")]


def _matching_move(data: QueryDict) -> Move:
    if "choice" in data:
        return matching.Turn(_place(data))
    return _MATCHING_ACTS[data.get("act", "")]


def _place(data: QueryDict) -> int:
    """Return the place of what was chosen, from 0."""
    return int(data.get("choice", ""))


_READERS: dict[GameName, Callable[[QueryDict], Move]] = {
    GameName.TITLE: _title_move,
    GameName.FRAME: _frame_move,
    GameName.MATCHING: _matching_move,
}


def _level(data: QueryDict, name: str) -> Level:
    try:
        return Level(data.get(name, Level.NORMAL))
    except ValueError:
        return Level.NORMAL
