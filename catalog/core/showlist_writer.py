"""A list of shows written so that `catalog.core.showlist` reads the same facts back."""

from __future__ import annotations

import csv
import html
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from catalog.core.showlist import ShowFacts

_RENAMED = {"demographic": "demographics"}
_FIELDS = tuple(field.name for field in fields(ShowFacts) if field.name != "line")
COLUMNS = tuple(_RENAMED.get(name, name) for name in _FIELDS)


def write_shows(path: Path, shows: Iterable[ShowFacts]) -> None:
    """Write shows as CSV, a line each."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([_cell(getattr(show, name)) for name in _FIELDS] for show in shows)


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "|".join(map(_escaped, value))
    return "" if value is None else _escaped(str(value))


def _escaped(text: str) -> str:
    """Write `&` so that reading, which turns HTML entities into what they stand for, leaves the text as it is."""
    return text if html.unescape(text) == text else html.escape(text, quote=False)
