"""Which shows count as one story when frames are put beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.core.title_key import title_key
from catalog.core.title_match import leading_part

LEADING_WORDS = 2

Words = tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """What tells which story a show belongs to."""

    franchise: str  # empty where nobody has said
    titles: tuple[str, ...]


def story_keys(shows: Sequence[Names]) -> list[str]:
    """Return a key for each show; those of one story share theirs.

    Shows of one franchise are one story. A show without a franchise belongs to the story whose titles have the same
    leading words; a title of one word takes in all that begin with it. Numbers, seasons and what follows a colon are
    no part of this. It rather takes two stories for one than one for two: all that costs is a wrong answer on offer.
    """
    stems = [[*_stems((show.franchise, *show.titles))] for show in shows]
    alone = {stem[0] for some in stems for stem in some if len(stem) == 1}
    heads = [[stem[:1] if stem[0] in alone else stem[:LEADING_WORDS] for stem in some] for some in stems]
    stories: dict[Words, str] = {}
    keys = {}
    named_first = sorted(range(len(shows)), key=lambda place: not shows[place].franchise)
    for place in named_first:
        own = _own_key(shows[place], heads[place], stories)
        keys[place] = own
        for head in heads[place]:
            stories.setdefault(head, own)
    return [keys[place] for place in range(len(shows))]


def _stems(titles: Iterable[str]) -> list[Words]:
    keys = (title_key(leading_part(title) or title).words for title in titles if title)
    return list(dict.fromkeys(words for words in keys if words))


def _own_key(show: Names, heads: Sequence[Words], stories: dict[Words, str]) -> str:
    if show.franchise:
        return f"franchise {show.franchise.casefold()}"
    met = next((stories[head] for head in heads if head in stories), "")
    return met or " ".join(heads[0] if heads else show.titles)
