"""The names by which players are known on the leaderboards, with an account or without."""

from __future__ import annotations

import unicodedata

from catalog.core.titles import normalise

SHORTEST = 2
LONGEST = 20
NOBODY = "Somebody"
_RESERVED = {"admin", "administrator", "moderator", "network", "the network", "nobody", "snn", "somebody", "staff"}
_SIGNS = " -_.'"


class NameRefused(ValueError):  # noqa: N818 - it reads as what it is
    """A name that cannot be chosen; the message is a sentence."""


def clean_name(name: str) -> str:
    """Return a chosen name as it is shown: full-width letters made plain, one space between words.

    Raises:
        NameRefused: it is too short or long, holds signs that no name needs, or would pass for somebody else.
    """
    cleaned = " ".join(unicodedata.normalize("NFKC", name).split())
    if not SHORTEST <= len(cleaned) <= LONGEST:
        raise NameRefused(f"A name has {SHORTEST} to {LONGEST} letters.")
    if not all(character.isalnum() or unicodedata.combining(character) or character in _SIGNS for character in cleaned):
        raise NameRefused(f"A name has letters, digits, spaces and {_SIGNS.strip()}, nothing else.")
    if not any(character.isalpha() for character in cleaned):
        raise NameRefused("A name needs a letter.")
    if name_key(cleaned) in _RESERVED:
        raise NameRefused("That name would be taken for somebody of this site. Choose another.")
    return cleaned


def name_key(name: str) -> str:
    """Return what two names that look alike share: case, accents and signs do not make another name."""
    return normalise(name)
