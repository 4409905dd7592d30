"""Small numbers as words, so that sentences and rules say the same."""

from __future__ import annotations

_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def in_words(number: int) -> str:
    """Return a number as a word up to twelve, larger ones in digits."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else str(number)
