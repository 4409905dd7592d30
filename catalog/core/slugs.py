"""The name of a show in addresses: small ASCII letters and digits, parted by hyphens."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from catalog.core.titles import normalise

LONGEST = 200
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ROOM_FOR_NUMBER = 40  # letters left for the year, type and number of a second show of the same name


def is_slug(text: str) -> bool:
    """Tell whether a text may stand in an address as it is."""
    return len(text) <= LONGEST and _SLUG.fullmatch(text) is not None


def make_slug(title: str, *, year: int | None, type_: str, mal_id: int | None, taken: Container[str]) -> str:
    """Return a slug for a new show that no other show has.

    A second show of the same name gets its year, then its type, then its MyAnimeList id; where all of them are
    missing or taken, a number. A title without one Latin letter or digit is named after its id.
    """
    for slug in _candidates(_latin(title), year, _latin(type_), mal_id):
        if slug not in taken:
            return slug
    raise AssertionError("Numbers do not end.")


def _latin(text: str) -> str:
    words = (re.sub(r"[^a-z0-9]", "", word) for word in normalise(text).split())
    slug = "-".join(word for word in words if word)
    if len(slug) <= LONGEST - _ROOM_FOR_NUMBER:
        return slug
    return slug[: LONGEST - _ROOM_FOR_NUMBER].rpartition("-")[0] or slug[: LONGEST - _ROOM_FOR_NUMBER]


def _candidates(base: str, year: int | None, type_: str, mal_id: int | None) -> Iterator[str]:
    if base:
        yield base
        if year:
            yield f"{base}-{year}"
        if type_:
            yield f"{base}-{type_}"
        if year and type_:
            yield f"{base}-{year}-{type_}"
    base = base or "anime"
    if mal_id:
        yield f"{base}-{mal_id}"
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
