"""Judge a typed title: is it the show, nearly the show, another season of its story, or wrong?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.core.title_key import TitleKey, title_key

_PARTED_BY = (": ", " - ", " ~", "：", " – ", " — ")


class Kind(StrEnum):
    """What a typed title turned out to be."""

    EXACT = "exact"  # the show, up to spelling that does not matter
    TYPO = "typo"  # the show, with a slip of the pen that is forgiven
    FRANCHISE = "franchise"  # another entry of the same story
    AMBIGUOUS = "ambiguous"  # as close to another show as to this one; not counted
    NEARLY = "nearly"  # one slip too many; not counted
    WRONG = "wrong"
    BLANK = "blank"  # nothing that could be a title; no try is used up


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a typed title turned out to be, how many letters are off, and which title it was taken for.

    The title is empty where it does not count, so that a verdict can be told before the answer is.
    """

    kind: Kind
    slips: int = 0
    title: str = ""

    @property
    def names_show(self) -> bool:
        """Whether it counts as the show itself."""
        return self.kind in {Kind.EXACT, Kind.TYPO}

    @property
    def names_franchise(self) -> bool:
        """Whether it counts where any entry of the story will do."""
        return self.names_show or self.kind is Kind.FRANCHISE


class TitleIndex:
    """The titles of a whole catalogue, by what must be equal, so that near ones are found among few."""

    def __init__(self, keys: Iterable[TitleKey] = ()) -> None:
        self._letters: dict[tuple[tuple[str, ...], int], set[str]] = {}
        for key in keys:
            self._letters.setdefault((key.numbers, len(key.letters)), set()).add(key.letters)

    def near(self, key: TitleKey, slips: int) -> set[str]:
        """Return the letters of all titles with the same numbers and at most so many slips from a key."""
        found = set()
        for length in range(len(key.letters) - slips, len(key.letters) + slips + 1):
            letters = self._letters.get((key.numbers, length), ())
            hits = process.extract(key.letters, letters, scorer=OSA.distance, score_cutoff=slips, limit=None)
            found |= {hit[0] for hit in hits}
        return found


NO_OTHERS = TitleIndex()


def judge(
    typed: str, accepted: Iterable[str], relatives: Iterable[str] = (), others: TitleIndex = NO_OTHERS
) -> Verdict:
    """Judge a typed title against those of the show, those of other entries of its story, and all there are.

    Case, accents, punctuation, order of words, long vowels and ways of romanising do not matter; numbers and seasons
    must be the same. A slip is a letter too many, too few, wrong, or two swapped: none is forgiven up to 4 letters, one
    up to 6, two from 7 on, unless another title of `others` is as close.
    """
    key = title_key(typed)
    if not key:
        return Verdict(Kind.BLANK)
    own, kin = _keys(accepted), _keys(relatives)
    title, slips = _nearest(key, own)
    if title and slips == 0:
        return Verdict(Kind.EXACT, title=title)
    if title and slips <= _forgiven(own[title]):
        rivals = others.near(key, slips) - {of.letters for of in own.values()}
        return _with_slips(key, title, slips, rivals, kin)
    if relative := _names(key, kin):
        return Verdict(Kind.FRANCHISE, title=relative)
    if title and _is_nearly(slips, own[title]) and not others.near(key, 0):
        return Verdict(Kind.NEARLY, slips)
    return Verdict(Kind.WRONG)


def leading_part(title: str) -> str:
    """Return the part of a title before its subtitle, empty where there is none."""
    heads = [title.partition(sign)[0].strip() for sign in _PARTED_BY if sign in title]
    return min(heads, key=len, default="")


def _keys(titles: Iterable[str]) -> dict[str, TitleKey]:
    return {title: key for title in titles if (key := title_key(title))}


def _with_slips(key: TitleKey, title: str, slips: int, rivals: set[str], kin: Mapping[str, TitleKey]) -> Verdict:
    """Forgive slips unless another show is meant as well or rather; `rivals` are the letters of such shows."""
    if not rivals:
        return Verdict(Kind.TYPO, slips, title)
    if relative := next((name for name, of in kin.items() if of.numbers == key.numbers and of.letters in rivals), ""):
        return Verdict(Kind.FRANCHISE, title=relative)
    return Verdict(Kind.WRONG) if key.letters in rivals else Verdict(Kind.AMBIGUOUS, slips)


def _nearest(key: TitleKey, titles: Mapping[str, TitleKey]) -> tuple[str, int]:
    """Return which title with the same numbers needs least forgiving, and its slips; "" where there is none."""
    slips = {title: _slips(key, of) for title, of in titles.items() if of.numbers == key.numbers}
    nearest = min(slips, key=lambda title: (slips[title] > 0, slips[title] - _forgiven(titles[title])), default="")
    return nearest, slips.get(nearest, 0)


def _names(key: TitleKey, titles: Mapping[str, TitleKey]) -> str:
    """Return the title that a key names, with forgiven slips; empty where there is none."""
    title, slips = _nearest(key, titles)
    return title if title and slips <= _forgiven(titles[title]) else ""


def _slips(one: TitleKey, other: TitleKey) -> int:
    in_order = OSA.distance(one.letters, other.letters)
    return min(in_order, OSA.distance(one.sorted_letters, other.sorted_letters))


def _forgiven(key: TitleKey) -> int:
    """Return how many slips a title of this length forgives."""
    length = len(key.letters)
    return 0 if length <= 4 else 1 if length <= 6 else 2


def _is_nearly(slips: int, key: TitleKey) -> bool:
    """Tell whether it is one slip too many for a title long enough to be recognised by the rest."""
    return slips == _forgiven(key) + 1 and 3 * slips < len(key.letters)
