"""How rounds, frames and times are written on the pages of the games."""

from __future__ import annotations

from django import template

from games.core.hints import HintKind
from games.core.number_words import in_words
from games.core.reel import Cell, cell, cells
from games.core.rule_words import rules_in_words
from games.core.rules import Level
from games.services.pages import PictureView, ResultPage, ResultRound, RunView

register = template.Library()
register.filter(rules_in_words)
register.filter("in_words", in_words)

_HINTS = {
    HintKind.YEAR: "Year",
    HintKind.FORMAT: "Kind",
    HintKind.GENRES: "Genres",
    HintKind.STUDIO: "Studio",
    HintKind.LETTERS: "Letters",
    HintKind.FRAME: "Another frame",
}
_LEVELS = {Level.EASY: "easy", Level.NORMAL: "normal", Level.HARD: "hard"}


@register.filter
def reel(run: RunView) -> list[Cell]:
    """Return a cell for each round of a run that is going."""
    return cells(run.marks, run.rounds)


@register.filter
def result_cell(played: ResultRound) -> Cell:
    """Return the cell of one round of a result."""
    return cell(played.outcome, helped=played.hints > 0 or played.tries > 1)


@register.filter
def frame_alt(picture: PictureView, name: str) -> str:
    """Return what is said of a frame to those who do not see it: its place, and what helps but does not tell."""
    seen = [_words(tag) for tag in picture.tags if tag != "solo"]
    return f"{name}: {', '.join(seen)}" if seen else name


@register.filter
def hint_name(kind: HintKind) -> str:
    """Return what a hint is called."""
    return _HINTS[kind]


@register.filter
def level_name(level: Level) -> str:
    """Return how hard a game is, in a word."""
    return _LEVELS[level]


@register.filter
def share_percent(share: float | None) -> str:
    """Write a share in [0, 1] as whole percent, and what nobody measured as a dash."""
    return "–" if share is None else f"{round(share * 100)}\u202f%"


@register.filter
def share_width(share: float | None) -> str:
    """Return the width of a bar for a share in [0, 1]."""
    return f"{(share or 0) * 100:.1f}%"


@register.filter
def own_width(page: ResultPage) -> str:
    """Return the width of the player's bar beside the network's: the longer of the two fills the line."""
    return _width(page.own_compared, page)


@register.filter
def network_width(page: ResultPage) -> str:
    """Return the width of the network's bar beside the player's."""
    return _width(page.network_score, page)


@register.filter
def clock(seconds: int) -> str:
    """Write seconds as minutes and seconds."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def _width(points: int, page: ResultPage) -> str:
    return f"{100 * points / max(page.own_compared, page.network_score, 1):.1f}%"


def _words(tag: str) -> str:
    """Turn what picture boards call people into words: `2girls` into two girls."""
    count, people = tag[:1], tag[1:]
    return f"{in_words(int(count))} {people}" if count.isdecimal() else tag
