"""Find shows while somebody types: names that start so, hold it, hold its words anywhere, or nearly do."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.core.title_key import fold
from catalog.core.titles import normalise

LONGEST = 100  # letters of a query that are looked at
_MOST_WORDS = 8
_SHORTEST_MENDED = 4  # letters
_LONG = 7  # letters from which two slips are mended
_MOST_LINES = 10_000  # with one word that are searched for the others
_READINGS = 3  # of a word
_MOST_READINGS = 6  # of a query; each costs a look at all names


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a show: as written, and normalised (`catalog.core.titles`)."""

    show: int
    text: str
    normalised: str


class TitleSearch:
    """All names of a catalogue in memory, searched as plain text.

    Each name is a line of a long text, shorter ones first: the first hits are the best ones, and a search stops at
    them. One text is spelled as written, the other folded (long vowels, ways of romanising) and without spaces.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = sorted(names, key=lambda name: (len(name.normalised), name.normalised, name.show))
        self._written = _Lines(" ".join(name.normalised.split()) for name in self._names)
        self._folded = _Lines("".join(map(fold, name.normalised.split())) for name in self._names)
        words = {fold(word) for name in self._names for word in name.normalised.split()}
        self._vocabulary = sorted(word for word in words if len(word) >= _SHORTEST_MENDED)

    def find(self, query: str, limit: int) -> list[Name]:
        """Return at most `limit` names, each of another show, the best first.

        First the names that are the query, then those that start with it, that hold it at the start of a word, that
        hold it anywhere, and that hold its words in any order; where there is none, words are mended.
        """
        words = normalise(query[:LONGEST]).split()[:_MOST_WORDS]
        found: dict[int, Name] = {}
        for line in self._lines(words):
            found.setdefault(self._names[line].show, self._names[line])
            if len(found) == limit:
                break
        return list(found.values())

    def starting_with(self, letters: str) -> Iterator[Name]:
        """Give the names whose folded letters start so, by alphabet."""
        return (self._names[line] for line in self._folded.starting_with(letters))

    def _lines(self, words: Sequence[str]) -> Iterator[int]:
        """Give the lines that fit, the closest first; some come more than once."""
        if not words:
            return
        found = False
        for line in chain.from_iterable(self._looks(words)):
            found = True
            yield line
        if not found:
            readings = product(*(self._readings(fold(word)) for word in words))
            for reading in islice(readings, _MOST_READINGS):
                yield from self._folded.holding_all(reading)

    def _looks(self, words: Sequence[str]) -> Iterator[Iterator[int]]:
        """Give the ways to look for words, the strictest first."""
        written = " ".join(words)
        folded = [fold(word) for word in words]
        squeezed = "".join(folded)
        yield self._written.holding(f"\n{written}\n")
        yield self._folded.holding(f"\n{squeezed}\n")
        yield self._written.holding(f"\n{written}")
        yield self._folded.holding(f"\n{squeezed}")
        yield self._written.holding(f" {written}")
        yield self._written.holding(written)
        yield self._folded.holding(squeezed)
        if folded != words:
            yield self._written.holding_all(words)
        yield self._folded.holding_all(folded)

    def _readings(self, word: str) -> list[str]:
        """Return what a folded word may have been meant to be: itself, where one of the vocabulary starts so."""
        following = self._vocabulary[(place := bisect_left(self._vocabulary, word)) : place + 1]
        if len(word) < _SHORTEST_MENDED or (following and following[0].startswith(word)):
            return [word]
        slips = 1 if len(word) < _LONG else 2
        hits = process.extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=slips, limit=_READINGS)
        return [hit[0] for hit in hits]


class _Lines:
    """Many short texts as one, in which Python finds faster than it could go through them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._text = "\n" + "".join(f"{line}\n" for line in lines)
        self._starts = array("L", (place.start() for place in re.finditer("\n", self._text)))
        self._by_alphabet = array("L", sorted(range(len(self._starts) - 1), key=self._line))

    def holding(self, needle: str) -> Iterator[int]:
        """Give the numbers of the lines that hold a text; a line break in it stands for the end of a line."""
        place = self._text.find(needle)
        while place >= 0:
            line = bisect_right(self._starts, place) - 1
            yield line
            place = self._text.find(needle, self._starts[line + 1])

    def holding_all(self, words: Sequence[str]) -> Iterator[int]:
        """Give the numbers of the lines that hold every one of some words."""
        for line in islice(self.holding(max(words, key=len)), _MOST_LINES):
            text = self._line(line)
            if all(word in text for word in words):
                yield line

    def starting_with(self, beginning: str) -> Iterator[int]:
        """Give the numbers of the lines that start so, by alphabet and without going through the others."""
        first = bisect_left(self._by_alphabet, beginning, key=self._line)
        following = (self._by_alphabet[place] for place in range(first, len(self._by_alphabet)))
        return takewhile(lambda line: self._line(line).startswith(beginning), following)

    def _line(self, number: int) -> str:
        return self._text[self._starts[number] + 1 : self._starts[number + 1]]
