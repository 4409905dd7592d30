"""A list exported from MyAnimeList becomes ticks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from catalog.core.mal_export import Entry, Status, read_export
from catalog.models import Show
from catalog.services.seen import Viewer, tick_shows

SEEN_STATUSES = (Status.COMPLETED, Status.WATCHING)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class ImportedSeen:
    """What became of an exported list."""

    entries: int  # on the list
    chosen: int  # of the statuses that were asked for
    matched: int  # of these, in the catalogue
    added: int  # of these, not ticked before
    missing: Sequence[str]  # titles of those that the catalogue does not have, by alphabet


def import_seen(user: Viewer, token: str, data: bytes, statuses: Collection[Status] = SEEN_STATUSES) -> ImportedSeen:
    """Tick the shows of an exported list that have one of these statuses; what was ticked before stays.

    Raises:
        ExportError: the file is no such list; nothing was ticked.
    """
    entries = read_export(data)
    chosen = [entry for entry in entries if entry.status in statuses]
    known, added = _tick(user, token, [entry.mal_id for entry in chosen if entry.mal_id])
    missing = [entry for entry in chosen if entry.mal_id not in known]
    return ImportedSeen(
        entries=len(entries),
        chosen=len(chosen),
        matched=len(chosen) - len(missing),
        added=added,
        missing=sorted(map(_name, missing), key=str.casefold),
    )


@transaction.atomic
def _tick(user: Viewer, token: str, mal_ids: Sequence[int]) -> tuple[set[int | None], int]:
    """Tick listed shows by their ids on MyAnimeList; return which of these are known, and how many ticks are new."""
    known: set[int | None] = set()
    added = 0
    for start in range(0, len(mal_ids), _BATCH):
        shows = Show.objects.listed().filter(mal_id__in=mal_ids[start : start + _BATCH])
        known |= set(shows.order_by().values_list("mal_id", flat=True))
        added += tick_shows(user, token, shows)
    return known, added


def _name(entry: Entry) -> str:
    return entry.title or f"Number {entry.mal_id}"
