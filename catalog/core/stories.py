"""Which shows tell one story, read from their titles where nobody has said so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from catalog.core.title_key import key_of_name, title_key
from catalog.core.title_match import leading_part
from catalog.core.title_search import Name, TitleSearch

_MOST = 300  # names that are looked at for one title


def heads(titles: Iterable[str]) -> list[str]:
    """Return the parts of titles before their subtitles; titles without one are left out."""
    return [head for title in titles if (head := leading_part(title))]


def told_by(titles: Iterable[str], search: TitleSearch) -> set[int]:
    """Return the shows that have one of these titles, with or without numbers, or one that goes on from there.

    What stands before a subtitle is enough: "Naruto: Shippuuden" leads to "Naruto". One word goes on with a subtitle or
    a number only, so that "K" does not lead to "K-On!", more words go on with any.
    """
    stems = {title_key(leading_part(title) or title).words for title in titles}
    return {show for stem in stems if stem for show in _of_stem(stem, search)}


def _of_stem(stem: tuple[str, ...], search: TitleSearch) -> Iterator[int]:
    letters = "".join(stem)
    names = chain(search.starting_with(letters), search.starting_with(f"the{letters}"))
    for name in islice(names, _MOST):
        if _goes_on(stem, name):
            yield name.show


def _goes_on(stem: tuple[str, ...], name: Name) -> bool:
    words = key_of_name(name.text, name.normalised).words
    if words == stem or (len(stem) > 1 and words[: len(stem)] == stem):
        return True
    head = leading_part(name.text)
    return bool(head) and title_key(head).words == stem
