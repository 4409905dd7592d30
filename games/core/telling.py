"""What may be said of a frame to somebody who cannot see it, so that it helps and does not tell."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from catalog.core.demo.truth import DRESS_TAGS, DRIFT_TAGS, EXPRESSION_TAGS, FRAMING_TAGS, HAIR_TAGS, PATTERN_TAGS

MOST = 6

COLOURS = (
    *("aqua", "black", "blonde", "blue", "brown", "gray", "green", "grey", "orange", "pink", "purple", "red", "silver"),
    *("white", "yellow"),
)

HARMLESS = frozenset(
    chain(
        chain.from_iterable(chain(FRAMING_TAGS.values(), EXPRESSION_TAGS.values(), HAIR_TAGS.values())),
        DRESS_TAGS.values(),
        PATTERN_TAGS.values(),
        DRIFT_TAGS.values(),
        (f"{colour}_{part}" for colour in COLOURS for part in ("eyes", "hair")),
        ("no_humans", "solo", "1girl", "1boy", "2girls", "2boys", "indoors", "outdoors", "night", "rain", "snow"),
        ("day", "evening", "sunset", "dusk", "dawn", "morning", "subtitled", "letterboxed", "from_behind"),
    )
)
"""Tags of a general kind. Anything else may be the name of somebody or of a show."""


def spoken_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the first few harmless tags in words."""
    told = dict.fromkeys(tag.replace("_", " ") for tag in tags if tag in HARMLESS)
    return tuple(told)[:MOST]
