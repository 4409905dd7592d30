"""Answers for files on disk, folders and zips: what `manage.py classify` asks for."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image

from catalog.models import Show
from classifier.core.archive import Archive, ArchiveRefused, is_archive
from classifier.core.image import ImageRefused, decode
from classifier.models import ModelVersion, Task
from classifier.predictors import PredictorError
from classifier.services.files import FileRefused, decode_file, on_every_core, walk
from classifier.services.known import KnownShow, known_shows
from classifier.services.labelling import label_each, labelling_versions
from classifier.services.network import network_of
from classifier.services.recognition import recognise
from classifier.services.said import Said, said_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ClassifiedFile:
    """A file, or a picture in a zip, and its answer, or why there is none."""

    path: Path
    answer: Said | None = None
    error: str = ""


@dataclass(frozen=True)
class _Packed:
    """A picture in a zip, read while the zip was open, not yet decoded."""

    path: Path
    data: bytes


def classify_files(paths: Sequence[Path]) -> Iterator[ClassifiedFile]:
    """Answer every picture among the paths, folders with all below them and zips with all in them, in order.

    Raises:
        NoNetwork: none is active that knows shows.
        PredictorError: its files are absent, altered or broken, or it cannot be run.
    """
    known = known_shows(Task.SHOW)
    network_of(known[0].version_id)  # loaded before the threads start: they need no database
    version = ModelVersion.objects.get(pk=known[0].version_id)
    shows = Show.objects.in_bulk({show.show_id for show in known if show.show_id})
    ask = partial(_ask, known=known, version=version, shows=shows, versions=_loaded(labelling_versions()))

    def classify(found: Path | _Packed | ClassifiedFile) -> ClassifiedFile:
        if isinstance(found, ClassifiedFile):
            return found
        path = found if isinstance(found, Path) else found.path
        try:
            return ClassifiedFile(path, answer=ask(_picture(found)))
        except FileRefused as error:
            return ClassifiedFile(path, error=str(error))

    return on_every_core(classify, _pictures(paths))


def _loaded(versions: dict[str, int]) -> dict[str, int]:
    """Return those networks beside the first that can be loaded; the others are logged, once."""
    found = {}
    for task, version_id in versions.items():
        try:
            network_of(version_id)
            found[task] = version_id
        except PredictorError:
            logger.exception("The network for the task %s cannot be used", task)
    return found


def _ask(
    picture: Image.Image,
    *,
    known: Sequence[KnownShow],
    version: ModelVersion,
    shows: dict[int, Show],
    versions: dict[str, int],
) -> Said:
    recognised = recognise(picture, known=known)
    return said_of(recognised, version, shows, label_each({"": picture}, versions)[""])


def _picture(found: Path | _Packed) -> Image.Image:
    if isinstance(found, Path):
        return decode_file(found)
    try:
        return decode(found.data)
    except ImageRefused as error:
        raise FileRefused(error.message) from error


def _pictures(paths: Sequence[Path]) -> Iterator[Path | _Packed | ClassifiedFile]:
    for path in paths:
        if _is_archive(path):
            yield from _packed(path)
            continue
        empty = True
        for found in walk(path):
            empty = False
            yield found
        if empty:
            yield ClassifiedFile(path, error="There is no picture in this folder.")


def _is_archive(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_archive(file.read(4))
    except OSError:  # a folder, or not there
        return False


def _packed(path: Path) -> Iterator[_Packed | ClassifiedFile]:
    with path.open("rb") as file:
        try:
            archive = Archive(file, most=None)
        except ArchiveRefused as error:
            yield ClassifiedFile(path, error=str(error))
            return
        for member in archive.members:
            try:
                yield _Packed(path / member.name, archive.read(member.place))
            except ArchiveRefused as error:
                yield ClassifiedFile(path / member.name, error=str(error))
