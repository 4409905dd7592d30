"""Titles as people type them: one normal form on both sides of a comparison."""

from __future__ import annotations

import re
import unicodedata

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LETTER_O_SLASH = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss"})
_NOT_WORD = re.compile(r"[^\w]+|_+")


def normalise(title: str) -> str:
    """Return the form in which titles are compared: words of letters and digits, one space between them.

    Compatibility forms (full width) are folded, case and accents dropped, katakana becomes hiragana, `&` becomes
    `and`, punctuation parts words. A title of nothing but punctuation is kept as it is, so that it can be found.
    """
    folded = unicodedata.normalize("NFKC", title).casefold().translate(_LETTER_O_SLASH).replace("&", " and ")
    folded = folded.replace("'", "").replace("\u2019", "")  # "Kuroko's" is one word
    # Only Latin loses its accents: in Japanese the mark parts か from が.
    letters = []
    for character in folded:
        base = unicodedata.normalize("NFD", character)
        letters.append(base[0] if base[0].isascii() and base[0].isalpha() else character)
    words = _NOT_WORD.sub(" ", "".join(letters)).translate(_KATAKANA_TO_HIRAGANA).split()
    return " ".join(words) or folded.strip()
