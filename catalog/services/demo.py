"""The drawn shows: into the catalogue, and out of it again without a trace."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, QuerySet

from catalog.core.demo import DEMO_SHOWS, DRAWING_VERSION, DemoShow, frames, write_dataset
from catalog.models import Alias, Frame, Franchise, Genre, Show, Studio
from catalog.services.frame_import import import_frames
from catalog.services.frames import recount_eligible
from catalog.services.names import update_title_aliases

_SOURCE = f"demo {DRAWING_VERSION}"
"""Written into each frame, so that frames of an older drawing are known and replaced."""

Progress = Callable[[int, int], None]


def demo_folder() -> Path:
    """Return where the drawn data set lies."""
    return Path(settings.VAR) / "demo"


def draw_demo(*, progress: Progress | None = None, again: bool = False) -> None:
    """Draw the demo shows, add them to the catalogue and approve their frames; quick where that is done.

    Where `remove_demo` took them out they stay out, unless `again` says that they are wanted. `progress` is called
    with the number of steps done and of all steps, and not at all where there is nothing to do.
    """
    if not again and _removed().exists():
        return
    if not _is_complete():
        _draw(progress)
    elif again:  # the data set may have been deleted, and whoever asks for the demo may want to train on it
        write_dataset(demo_folder(), progress=progress)
    _removed().unlink(missing_ok=True)


def remove_demo() -> None:
    """Take the demo shows, their frames and files out of the catalogue, and with them every answer that names them.

    A later start does not draw them again; `draw_demo(again=True)` does.
    """
    Path(settings.VAR).mkdir(parents=True, exist_ok=True)
    _removed().touch()
    with transaction.atomic():
        shows = Show.objects.filter(is_demo=True)
        kin = {
            model: list(model._default_manager.filter(shows__in=shows).distinct().values_list("pk", flat=True))
            for model in (Franchise, Genre, Studio)
        }
        _delete_frames_and_files(Frame.objects.filter(show__in=shows))
        shows.delete()
        for model, keys in kin.items():
            model._default_manager.filter(pk__in=keys, shows=None).delete()
    shutil.rmtree(demo_folder(), ignore_errors=True)


def _removed() -> Path:
    return Path(settings.VAR) / "demo-removed"


def _is_complete() -> bool:
    """Tell whether every show has as many frames of this drawing as there are; deleted ones count, they are known."""
    counts = Frame.objects.filter(show__is_demo=True, source=_SOURCE).order_by().values("show__slug")
    stored = dict(counts.annotate(n=Count("pk")).values_list("show__slug", "n"))
    wanted: dict[str, int] = {}
    for frame in frames():
        wanted[frame.show] = wanted.get(frame.show, 0) + 1
    return all(stored.get(slug, 0) >= count for slug, count in wanted.items())


def _draw(progress: Progress | None) -> None:
    halves = _Halves(progress)
    write_dataset(demo_folder(), progress=halves.first)
    _write_shows()
    import_frames(demo_folder(), status=Frame.Status.APPROVED, source=_SOURCE, progress=halves.second)
    _remove_older_drawings()


class _Halves:
    """One count of steps for two jobs of the same length: drawing and importing."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress

    def first(self, done: int, total: int) -> None:
        if self.progress:
            self.progress(done, 2 * total)

    def second(self, done: int, total: int) -> None:
        if self.progress:
            self.progress(total + done, 2 * total)


@transaction.atomic
def _write_shows() -> None:
    """Add the shows that are missing; one of the same address that a promoted network brought becomes ours."""
    known = set(Show.objects.filter(is_demo=True).values_list("slug", flat=True))
    for demo in DEMO_SHOWS:
        if demo.slug in known:
            continue
        show, _ = Show.objects.update_or_create(slug=demo.slug, defaults=_facts(demo))
        show.genres.set([Genre.objects.get_or_create(name=name)[0] for name in demo.genres])
        show.studios.set([Studio.objects.get_or_create(name=name)[0] for name in demo.studios])
        for synonym in demo.synonyms:
            Alias.objects.get_or_create(show=show, text=synonym, language=Alias.Language.SYNONYM)
        update_title_aliases(show)


def _facts(demo: DemoShow) -> dict[str, object]:
    facts: dict[str, object] = {
        "title": demo.title,
        "title_english": demo.title_english,
        "title_japanese": demo.title_japanese,
        "year": demo.year,
        "season": demo.season,
        "type": demo.type,
        "episodes": demo.episodes,
        "demographic": demo.demographic,
        "synopsis": demo.synopsis,
        "is_demo": True,
    }
    if demo.franchise:
        facts["franchise"] = Franchise.objects.get_or_create(name=demo.franchise)[0]
    return facts


@transaction.atomic
def _remove_older_drawings() -> None:
    older = Frame.objects.filter(show__is_demo=True, source__startswith="demo ").exclude(source=_SOURCE)
    shows = set(older.values_list("show", flat=True))
    _delete_frames_and_files(older)
    recount_eligible(shows)


def _delete_frames_and_files(old: QuerySet[Frame]) -> None:
    """Delete rows now and their files once the transaction is through."""
    files = [name for name in old.values_list("image", flat=True) if name]
    old.delete()

    def delete_files() -> None:
        for name in files:
            default_storage.delete(name)

    transaction.on_commit(delete_files)
