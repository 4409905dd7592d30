"""Lists of shows as CSV: the fixture of the project, and any other file of the same columns.

Needed: `title` and, to tell which show a line speaks of, `mal_id` or `slug`. Read where they are there: `anilist_id,
franchise, title_english, title_japanese, synonyms, labels, type, source, episodes, year, season, studios, genres,
demographics`. Lists are separated by `|`, HTML entities are turned into what they stand for, an empty cell is a gap.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.core.documents import DocumentError, Table
from catalog.core.slugs import is_slug

TYPES = frozenset({"TV", "Movie", "OVA", "ONA", "Special", "TV Special", "Music", "PV", "CM"})
SEASONS = frozenset({"winter", "spring", "summer", "fall"})
DEMOGRAPHICS = frozenset({"Kids", "Shounen", "Shoujo", "Seinen", "Josei"})
_LARGEST = 2**31 - 1  # what an integer column of PostgreSQL holds


class ShowListError(DocumentError):
    """A list of shows that cannot be read; the message names the file, the line and the field."""


@dataclass(frozen=True, slots=True)
class ShowFacts:
    """What a line says of a show; what it leaves open is empty."""

    line: int
    title: str
    slug: str = ""
    mal_id: int | None = None
    anilist_id: int | None = None
    franchise: str = ""
    title_english: str = ""
    title_japanese: str = ""
    synonyms: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    type: str = ""
    source: str = ""
    episodes: int | None = None
    year: int | None = None
    season: str = ""
    studios: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    demographic: str = ""


def read_shows(path: Path) -> tuple[ShowFacts, ...]:
    """Read a list of shows.

    Raises:
        ShowListError: the file cannot be read, a line is wrong, or two lines speak of the same show.
    """
    shows = tuple(_rows(path))
    for field in ("mal_id", "slug"):
        lines: dict[object, int] = {}
        for show in shows:
            key = getattr(show, field)
            if key and lines.setdefault(key, show.line) != show.line:
                raise ShowListError(path, f"{key} stands in line {lines[key]} already.", line=show.line, field=field)
    return shows


def _rows(path: Path) -> Iterator[ShowFacts]:
    for line, cells in Table(path, required="title", error=ShowListError).lines():
        yield _Line(path, line, cells).facts()


@dataclass(frozen=True, slots=True)
class _Line:
    """One line while it is read: each method takes one field, or says what is wrong with it."""

    path: Path
    number: int
    cells: dict[str, str]

    def facts(self) -> ShowFacts:
        facts = ShowFacts(
            line=self.number,
            title=self._text("title", 300),
            slug=self._slug(),
            mal_id=self._integer("mal_id"),
            anilist_id=self._integer("anilist_id"),
            franchise=self._text("franchise", 300),
            title_english=self._text("title_english", 300),
            title_japanese=self._text("title_japanese", 300),
            synonyms=self._list("synonyms", 300),
            labels=self._list("labels", 300),
            type=self._one_of("type", TYPES),
            source=self._source(),
            episodes=self._integer("episodes"),
            year=self._year(),
            season=self._one_of("season", SEASONS),
            studios=self._list("studios", 200),
            genres=self._list("genres", 100),
            demographic=self._demographic(),
        )
        if not facts.title:
            raise self._error("title", "is empty.")
        if not facts.mal_id and not facts.slug:
            raise self._error("mal_id", "is empty, and so is slug: one of them must say which show is meant.")
        return facts

    def _error(self, field: str, reason: str) -> ShowListError:
        return ShowListError(self.path, reason, line=self.number, field=field)

    def _text(self, field: str, longest: int) -> str:
        text = html.unescape(self.cells.get(field, "")).strip()
        self._check_length(field, text, longest)
        return text

    def _check_length(self, field: str, text: str, longest: int) -> None:
        if len(text) > longest:
            raise self._error(field, f"has {len(text)} letters; {longest} fit.")
        if "\0" in text:
            raise self._error(field, "holds a zero byte.")

    def _list(self, field: str, longest: int) -> tuple[str, ...]:
        parts = (html.unescape(part).strip() for part in self.cells.get(field, "").split("|"))
        texts = tuple(dict.fromkeys(part for part in parts if part))
        for text in texts:
            self._check_length(field, text, longest)
        return texts

    def _slug(self) -> str:
        slug = self.cells.get("slug", "")
        if slug and not is_slug(slug):
            raise self._error("slug", f"{slug!r} is not made of small letters, digits and hyphens (at most 200).")
        return slug

    def _integer(self, field: str) -> int | None:
        text = self.cells.get(field, "")
        if not text:
            return None
        if not text.isascii() or not text.isdigit() or not 0 < int(text) <= _LARGEST:
            raise self._error(field, f"{text!r} is not a whole number above 0.")
        return int(text)

    def _year(self) -> int | None:
        year = self._integer("year")
        if year is not None and not 1900 <= year <= 2200:
            raise self._error("year", f"{year} is not a year from 1900 to 2200.")
        return year

    def _one_of(self, field: str, values: frozenset[str]) -> str:
        text = self.cells.get(field, "")
        if text and text not in values:
            raise self._error(field, f"{text!r} is not one of {', '.join(sorted(values))}.")
        return text

    def _source(self) -> str:
        source = self._text("source", 50)
        return "" if source == "Unknown" else source

    def _demographic(self) -> str:
        """Take the one demographic; where several are named none is better than another, so it stays a gap."""
        parts = self._list("demographics", 10)
        for part in parts:
            if part not in DEMOGRAPHICS:
                raise self._error("demographics", f"{part!r} is not one of {', '.join(sorted(DEMOGRAPHICS))}.")
        return parts[0] if len(parts) == 1 else ""
