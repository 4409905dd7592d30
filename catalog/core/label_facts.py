"""What lists of shows say of a data set's labels: for whom a show was made, and to which franchise it belongs.

A list is CSV. A show goes by its `label`, `title`, `title_english`, `title_japanese` and `synonyms`; read are
`demographic` (or `demographics`) and `franchise`. Lists are separated by `|`, HTML entities are turned into what they
stand for.
"""

from __future__ import annotations

import csv
import html
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalog.core.titles import normalise

NAMES = ("label", "title", "title_english", "title_japanese", "synonyms")
"""Columns that name a show, the surest first."""


class FactsError(ValueError):
    """A list that cannot be read; the message names file and line."""


@dataclass(frozen=True)
class ShowFact:
    """What is known of a show; empty where nothing is, or where it is disputed."""

    demographic: str = ""
    franchise: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of shows by their normalised names."""

    shows: Mapping[str, ShowFact] = field(default_factory=dict)

    def of(self, label: str) -> ShowFact:
        """Return what is known of the show that a label names."""
        return self.shows.get(normalise(label), ShowFact())


def read_facts(paths: Iterable[Path]) -> Facts:
    """Read lists of shows; of several that name a show, the first one says what is known of it.

    Within a list a title counts before a synonym. Where shows of one name are for different people, nothing is known.

    Raises:
        FactsError: a file cannot be read, or names no shows.
    """
    shows: dict[str, ShowFact] = {}
    for path in paths:
        lines = _lines(path)
        for column in NAMES:
            named: dict[str, list[ShowFact]] = defaultdict(list)
            for line in lines:
                for name in _list(line.get(column) or ""):
                    named[normalise(name)].append(_fact(line))
            for name, facts in named.items():
                shows.setdefault(name, _agreed(facts))
    return Facts(shows)


def _lines(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            if not set(NAMES) & set(reader.fieldnames or ()):
                raise FactsError(f"{path}, line 1: none of the columns {', '.join(NAMES)} is there")
            return list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FactsError(f"{path}: cannot be read ({error})") from error


def _fact(line: Mapping[str, str]) -> ShowFact:
    whom = _list(line.get("demographic") or line.get("demographics") or "")
    franchise = html.unescape(line.get("franchise") or "").strip()
    return ShowFact(whom[0].lower() if len(whom) == 1 else "", franchise)


def _agreed(facts: list[ShowFact]) -> ShowFact:
    whom = {fact.demographic for fact in facts if fact.demographic}
    franchises = {fact.franchise for fact in facts if fact.franchise}
    return ShowFact(whom.pop() if len(whom) == 1 else "", franchises.pop() if len(franchises) == 1 else "")


def _list(text: str) -> list[str]:
    return [name for part in html.unescape(text).split("|") if (name := part.strip())]
