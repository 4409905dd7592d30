"""The form in which a typed answer is compared with a title: letters that forgive, numbers that do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from catalog.core.titles import normalise

_SIGNS = str.maketrans({"×": " x ", "@": "a"})
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_SEASON_LETTER = re.compile(r"\bs(?=\d+\b)")
_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\d\s]+")

_NUMERALS = {
    **{"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"},
    **{"second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6"},
}
_SEASON = {"season", "series", "しーずん", "期"}
_PART = {"part", "cour", "くーる"}
_FIRST = {"first", "1"}  # the first season is the show itself

_ROMANISATIONS = (
    *(("dzu", "zu"), ("du", "zu"), ("di", "zi"), ("ji", "zi")),
    *(("shi", "si"), ("chi", "ti"), ("tsu", "tu"), ("fu", "hu")),
    *(("np", "mp"), ("nb", "mb")),
    *(("ae", "a"), ("oe", "o"), ("ue", "u")),  # ä, ö, ü as they are written without the letters
)
_LONG_VOWELS = (
    (re.compile(r"oh(?![aeiouy])"), "o"),
    (re.compile(r"o[ou]+"), "o"),
    (re.compile(r"([aeiu])\1+"), r"\1"),
    (re.compile("ー+"), ""),
)


@dataclass(frozen=True, slots=True)
class TitleKey:
    """A title taken apart. Two titles are the same when their words, in any order, and their numbers are."""

    words: tuple[str, ...]  # folded, in order, without numbers and words for seasons
    numbers: tuple[str, ...]  # sorted; "part2" is another number than "2"

    @property
    def letters(self) -> str:
        """The words without what parts them; slips of the pen are counted here."""
        return "".join(self.words)

    @property
    def sorted_letters(self) -> str:
        """The same for any order of the words."""
        return "".join(sorted(self.words))

    def __bool__(self) -> bool:
        return bool(self.words or self.numbers)


def title_key(title: str) -> TitleKey:
    """Take a title apart for comparison.

    Case, accents, punctuation, "the", long vowels and ways of romanising are folded; `2`, `II`, `2nd Season` and
    `Season 2` are the same number. A title of nothing but signs keeps them.
    """
    return _key(normalise(title.translate(_SIGNS)))


def key_of_name(title: str, normalised: str) -> TitleKey:
    """Return the key of a title whose normal form (`catalog.core.titles`) is known already: half the work."""
    return title_key(title) if "×" in title or "@" in title else _key(normalised)


def _key(normalised: str) -> TitleKey:
    words: list[str] = []
    numbers: list[str] = []
    for token in _number_tokens(_tokens(normalised)):
        (numbers if token[-1].isdecimal() else words).append(token)
    folded = [fold(word) for word in words]
    kept = [word for word in folded if word and word != "the"]
    return TitleKey(tuple(kept or [word for word in folded if word]), tuple(sorted(numbers)))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return the spelling that stands for all ways to write a normalised word in Latin letters."""
    if word == "wo":
        return "o"
    for written, folded in _ROMANISATIONS:
        word = word.replace(written, folded)
    for pattern, folded in _LONG_VOWELS:
        word = pattern.sub(folded, word)
    return word


def _tokens(normalised: str) -> list[str]:
    text = _SEASON_LETTER.sub("", _ORDINAL.sub(r"\1", normalised))
    return [_plain(token) for token in _LETTERS_OR_DIGITS.findall(text)]


def _number_tokens(tokens: list[str]) -> Iterator[str]:
    """Give the tokens on, a number and the word for season or part beside it as one number."""
    position = 0
    while position < len(tokens):
        taken, number = _number_at(tokens[position : position + 3])
        yield from number
        position += taken


def _number_at(ahead: list[str]) -> tuple[int, list[str]]:
    """Return how many of the tokens ahead belong together, and what they become."""
    first, second, third = (*ahead, "", "")[:3]
    if first == "第" and second.isdecimal():
        return (3 if third in _SEASON else 2), [second]
    if first in _SEASON and _is_number(second):
        return 2, _season(second)
    if _is_number(first) and second in _SEASON and not third.isdecimal():
        return 2, _season(first)
    if first in _PART and second.isdecimal():
        return 2, [f"part{second}"]
    if first.isdecimal() and second in _PART and not third.isdecimal():
        return 2, [f"part{first}"]
    return 1, [first]


def _is_number(token: str) -> bool:
    return token.isdecimal() or token in _FIRST


def _season(number: str) -> list[str]:
    return [] if number in _FIRST else [number]


def _plain(token: str) -> str:
    """Write a numeral in digits and a number without leading zeros; words stay."""
    if token.isdecimal():
        return token.lstrip("0") or "0"
    return _NUMERALS.get(token, token)
