"""Lists of shows enter the catalogue, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from django.db import models, transaction
from django.db.models import Q

from catalog.core.showlist import ShowFacts, ShowListError, read_shows
from catalog.core.slugs import make_slug
from catalog.core.titles import normalise
from catalog.models import Alias, Franchise, Genre, Show, Studio
from catalog.services.changes import catalogue_changed
from catalog.services.names import title_names

BUNDLED = Path(__file__).parent.parent / "fixtures" / "shows.csv"
_BATCH = 500
_TITLES = {
    "title": Alias.Language.ROMAJI,
    "title_english": Alias.Language.ENGLISH,
    "title_japanese": Alias.Language.JAPANESE,
}
_FACTS = (*_TITLES, "type", "source", "year", "season", "episodes", "demographic", "franchise_id")
_IDS = ("mal_id", "anilist_id")
_Named = TypeVar("_Named", Franchise, Genre, Studio)


class Existing(StrEnum):
    """What a list may change in a show that the catalogue has; gaps in the list never empty anything."""

    KEEP = "keep"  # nothing but labels of data sets, which are added
    FILL = "fill"  # gaps, so that what the keeper wrote stays
    OVERWRITE = "overwrite"  # everything the list knows


@dataclass(slots=True)
class ImportedShows:
    """What became of the lines of a list."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    notices: list[str] = field(default_factory=list)


def load_catalogue() -> int:
    """Add the bundled shows that are missing and return how many were; what the keeper edited stays."""
    return import_shows(BUNDLED, existing=Existing.KEEP).added


@transaction.atomic
def import_shows(
    path: Path, *, existing: Existing = Existing.FILL, progress: Callable[[int, int], None] | None = None
) -> ImportedShows:
    """Add the shows of a list (see `catalog.core.showlist`) and complete those that are there.

    A show is recognised by its MyAnimeList id, else by its slug; a slug once given never changes. `progress` is called
    with the number of lines done and of all lines.

    Raises:
        ShowListError: the list cannot be read or contradicts the catalogue; nothing was changed.
    """
    rows = read_shows(path)
    taken = set(Show.objects.values_list("slug", flat=True)) | {row.slug for row in rows if row.slug}
    report = ImportedShows()
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        _Batch(path, batch, existing, taken, report).write()
        if progress:
            progress(start + len(batch), len(rows))
    catalogue_changed()
    return report


class _Batch:
    """Some lines of a list on their way into the tables, with few queries for all of them."""

    def __init__(
        self, path: Path, rows: Sequence[ShowFacts], existing: Existing, taken: set[str], report: ImportedShows
    ) -> None:
        self.path = path
        self.rows = rows
        self.existing = existing
        self.taken = taken
        self.report = report
        self.shows: dict[int, Show] = {}  # by line
        self.new: set[int] = set()
        self.old_titles: list[Q] = []

    def write(self) -> None:
        self._find_known()
        franchises = _ids_by_name(Franchise, (row.franchise for row in self.rows))
        anilist_ids = self._free_anilist_ids()
        added, changed = [], []
        for row in self.rows:
            facts = self._facts(row, franchises, anilist_ids)
            show = self.shows.get(row.line)
            if show is None:
                show = self.shows[row.line] = self._new_show(row, facts)
                self.new.add(row.line)
                added.append(show)
            elif self._update(show, facts):
                changed.append(show)
        Show.objects.bulk_create(added)
        Show.objects.bulk_update(changed, [*_IDS, *_FACTS], batch_size=_BATCH)
        genres = _ids_by_name(Genre, (name for row in self.rows for name in row.genres))
        self._link(
            Show.genres.through, "genre_id", {row.line: [genres[name] for name in row.genres] for row in self.rows}
        )
        studios = _ids_by_name(Studio, (name for row in self.rows for name in row.studios))
        self._link(
            Show.studios.through, "studio_id", {row.line: [studios[name] for name in row.studios] for row in self.rows}
        )
        self._write_aliases()
        self.report.added += len(added)
        self.report.changed += len(changed)
        self.report.unchanged += len(self.rows) - len(added) - len(changed)

    def _find_known(self) -> None:
        ids = [row.mal_id for row in self.rows if row.mal_id]
        slugs = [row.slug for row in self.rows if row.slug]
        known = list(Show.objects.filter(Q(mal_id__in=ids) | Q(slug__in=slugs)))
        by_id = {show.mal_id: show for show in known}
        by_slug = {show.slug: show for show in known}
        for row in self.rows:
            show = (by_id.get(row.mal_id) if row.mal_id else None) or by_slug.get(row.slug)
            if show is None:
                continue
            if row.mal_id and show.mal_id not in (None, row.mal_id):
                reason = f"{row.slug} is {show.display_title} already, which has the MyAnimeList id {show.mal_id}."
                raise ShowListError(self.path, reason, line=row.line, field="slug")
            self.shows[row.line] = show

    def _free_anilist_ids(self) -> dict[int, int]:
        """Return by line the AniList ids that no other show has; two MyAnimeList entries may share one there."""
        wanted = [row.anilist_id for row in self.rows if row.anilist_id]
        holders = dict(Show.objects.filter(anilist_id__in=wanted).values_list("anilist_id", "pk"))
        free: dict[int, int] = {}
        for row in self.rows:
            if not row.anilist_id:
                continue
            show = self.shows.get(row.line)
            me = show.pk if show else -row.line
            if holders.setdefault(row.anilist_id, me) == me:
                free[row.line] = row.anilist_id
            elif show is None:
                reason = f"another show has {row.anilist_id} already; left empty."
                self.report.notices.append(f"{self.path}, line {row.line}, anilist_id: {reason}")
        return free

    def _facts(self, row: ShowFacts, franchises: dict[str, int], anilist_ids: dict[int, int]) -> dict[str, object]:
        """Return what the line knows; gaps are left out."""
        facts: dict[str, object] = {name: getattr(row, name) for name in _FACTS if name != "franchise_id"}
        facts["franchise_id"] = franchises.get(row.franchise)
        facts["mal_id"] = row.mal_id
        facts["anilist_id"] = anilist_ids.get(row.line)
        return {name: value for name, value in facts.items() if value not in (None, "")}

    def _new_show(self, row: ShowFacts, facts: dict[str, object]) -> Show:
        slug = row.slug or make_slug(
            row.title_english or row.title, year=row.year, type_=row.type, mal_id=row.mal_id, taken=self.taken
        )
        self.taken.add(slug)
        return Show(slug=slug, **facts)

    def _update(self, show: Show, facts: dict[str, object]) -> bool:
        """Set what may be set; tell whether anything is different now."""
        if self.existing is Existing.KEEP:
            return False
        different = False
        for name, value in facts.items():
            old = getattr(show, name)
            is_gap = old in (None, "")
            if old == value or not (is_gap or (self.existing is Existing.OVERWRITE and name not in _IDS)):
                continue
            if name in _TITLES and not is_gap:
                self.old_titles.append(Q(show=show.pk, language=_TITLES[name], text=old))
            setattr(show, name, value)
            different = True
        return different

    def _link(self, through: type[models.Model], column: str, keys: dict[int, list[int]]) -> None:
        """Connect new shows, shows without any, and all where we may overwrite, with their genres or studios."""
        shows = {line: self.shows[line].pk for line, wanted in keys.items() if wanted and self._may_change(line)}
        old = through._default_manager.filter(show__in=set(shows.values()))
        if self.existing is Existing.OVERWRITE:
            old.delete()
        full = set(old.values_list("show_id", flat=True))
        links = [
            through(**{"show_id": show, column: key})
            for line, show in shows.items()
            if show not in full
            for key in keys[line]
        ]
        through._default_manager.bulk_create(links, ignore_conflicts=True)

    def _may_change(self, line: int) -> bool:
        return line in self.new or self.existing is not Existing.KEEP

    def _write_aliases(self) -> None:
        for old_title in self.old_titles:
            Alias.objects.filter(old_title).delete()
        synonyms = Alias.objects.filter(language=Alias.Language.SYNONYM, show__in=self.shows.values())
        full = set() if self.existing is Existing.OVERWRITE else set(synonyms.values_list("show_id", flat=True))
        aliases = [
            Alias(show=self.shows[row.line], text=text, normalised=normalise(text)[:300], language=language)
            for row in self.rows
            for language, text in self._names(row, with_synonyms=self.shows[row.line].pk not in full)
        ]
        Alias.objects.bulk_create(aliases, ignore_conflicts=True)

    def _names(self, row: ShowFacts, *, with_synonyms: bool) -> Iterator[tuple[str, str]]:
        yield from ((Alias.Language.LABEL, label) for label in row.labels)
        if self._may_change(row.line):
            titles = title_names(self.shows[row.line])
            yield from titles.items()
            if with_synonyms:
                yield from ((Alias.Language.SYNONYM, text) for text in row.synonyms if text not in titles.values())


def _ids_by_name(model: type[_Named], names: Iterable[str]) -> dict[str, int]:
    """Make the rows that are missing and return the keys of all."""
    wanted = {name for name in names if name}
    rows: models.Manager[_Named] = model._default_manager
    known = dict(rows.filter(name__in=wanted).values_list("name", "pk"))
    if missing := sorted(wanted - known.keys()):
        rows.bulk_create([model(name=name) for name in missing], ignore_conflicts=True)
        known = dict(rows.filter(name__in=wanted).values_list("name", "pk"))
    return known
