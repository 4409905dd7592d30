"""The names of all listed shows, in the memory of each process: typing is answered without the database."""

from __future__ import annotations

from functools import cached_property
from threading import Lock, Thread

from django.db import connection

from catalog.core.title_key import key_of_name
from catalog.core.title_match import TitleIndex
from catalog.core.title_search import Name, TitleSearch
from catalog.models import Alias, Show
from catalog.services.changes import catalogue_version


class KnownTitles:
    """What the catalogue called its shows when it was read."""

    def __init__(self, version: str) -> None:
        self.version = version
        aliases = Alias.objects.filter(show__is_listed=True).order_by("show_id", "pk")
        self.names = [Name(*row) for row in aliases.values_list("show_id", "text", "normalised").iterator()]
        shows = Show.objects.listed().order_by().values_list("pk", "title", "title_english", "franchise_id")
        self.shown = {pk: english or title for pk, title, english, _ in shows}
        self.franchises = {pk: franchise for pk, _, _, franchise in shows if franchise}
        self.search = TitleSearch(self.names)

    def prepare(self) -> None:
        """Do ahead what would be done when it is asked for."""
        _ = self.titles, self.index

    @cached_property
    def titles(self) -> dict[int, list[str]]:
        """All titles and aliases of each show."""
        titles: dict[int, list[str]] = {}
        for name in self.names:
            titles.setdefault(name.show, []).append(name.text)
        return titles

    @cached_property
    def index(self) -> TitleIndex:
        """All names, for what is nearly one of them."""
        return TitleIndex(key_of_name(name.text, name.normalised) for name in self.names)


SMALL = 5_000
"""So many names are read in place where something changed, which takes a tenth of a second; more by a thread."""

_lock = Lock()
_reading_beside = Lock()
_known: KnownTitles | None = None


def known_titles(needed: int | None = None) -> KnownTitles:
    """Return the names of the shows as they are now.

    Many names take seconds to read: until a thread has done that, they are what they were before the change, and nobody
    who types has to wait. A show that is `needed` and was not among them is waited for.
    """
    version = catalogue_version()
    known = _known
    if known is not None and known.version == version:
        return known
    if known is None or _lacks(known, needed) or not _many_names():
        return _read(version)
    read_titles_beside()
    return known


def _many_names() -> bool:
    """Tell whether reading takes long. What was read before does not tell it: thousands may just have come."""
    return Alias.objects.order_by()[SMALL : SMALL + 1].exists()


def read_titles_beside() -> Thread | None:
    """Read all names in a thread, unless one is at it; return it."""
    if not _reading_beside.acquire(blocking=False):
        return None
    thread = Thread(target=_read_in_thread, name="reading of titles", daemon=True)
    thread.start()
    return thread


def _read_in_thread() -> None:
    try:
        _read(catalogue_version())
    finally:
        connection.close()
        _reading_beside.release()


def _read(version: str) -> KnownTitles:
    global _known  # noqa: PLW0603 - one copy a process, as for the network
    with _lock:
        if _known is None or _known.version != version:
            known = KnownTitles(version)
            known.prepare()
            _known = known
        return _known


def _lacks(known: KnownTitles, show: int | None) -> bool:
    return show is not None and show not in known.titles
