"""Answers for files on disk: what `manage.py classify` asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifier.models import Task
from classifier.services.files import FileRefused, decode_file, on_every_core, walk
from classifier.services.known import known_shows
from classifier.services.network import network_of
from classifier.services.recognition import Recognised, recognise


@dataclass(frozen=True)
class ClassifiedFile:
    """A file and its answer, or why there is none."""

    path: Path
    answer: Recognised | None = None
    error: str = ""


def classify_files(paths: Sequence[Path]) -> Iterator[ClassifiedFile]:
    """Answer every picture among the paths, folders with all below them, in order.

    Raises:
        NoNetwork: none is active.
        PredictorError: its files are absent, altered or broken, or it cannot be run.
    """
    known = known_shows(Task.SHOW)
    network_of(known[0].version_id)  # loaded before the threads start: they need no database

    def classify(found: Path | ClassifiedFile) -> ClassifiedFile:
        if isinstance(found, ClassifiedFile):
            return found
        try:
            return ClassifiedFile(found, answer=recognise(decode_file(found), known=known))
        except FileRefused as error:
            return ClassifiedFile(found, error=str(error))

    return on_every_core(classify, _pictures(paths))


def _pictures(paths: Sequence[Path]) -> Iterator[Path | ClassifiedFile]:
    for path in paths:
        empty = True
        for found in walk(path):
            empty = False
            yield found
        if empty:
            yield ClassifiedFile(path, error="There is no picture in this folder.")
