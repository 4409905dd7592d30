"""Say what changed between two data sets: `manage.py compare_datasets OLD NEW`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.core.dataset_diff import Changed, Difference, Told
from catalog.core.imagefolder import DatasetError
from catalog.management.progress import progress_bar
from catalog.services import Comparison, compare_datasets
from catalog.services.dataset_comparison import Side

_SHOWN = 10  # lines of each kind, unless all are asked for


class Command(BaseCommand):
    help = "Say which pictures were added, removed, relabelled or moved to another split between two data sets."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("before", type=Path, help="Folder of the first data set.")
        parser.add_argument("after", type=Path, help="Folder of the second.")
        parser.add_argument("--all", action="store_true", help="Name every picture, not only the first ten of a kind.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with progress_bar("pictures") as progress:
                found = compare_datasets(options["before"], options["after"], progress=progress)
        except DatasetError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found), ensure_ascii=False))
            return
        for side in (found.before, found.after):
            self.stdout.write(f"{side.folder}: {side.rows} pictures{_seal(side)}")
        for line in _lines(found.difference, most=None if options["all"] else _SHOWN):
            self.stdout.write(line)


def _as_json(found: Comparison) -> dict[str, Any]:
    sides = {"before": asdict(found.before), "after": asdict(found.after)}
    return {**sides, "same": found.difference.is_empty, **asdict(found.difference)}


def _seal(side: Side) -> str:
    if side.is_sealed is None:
        return ""
    return ", as it was exported" if side.is_sealed else ", changed since it was exported"


def _lines(difference: Difference, *, most: int | None) -> Iterator[str]:
    if difference.is_empty:
        yield f"The same {difference.unchanged} pictures, labels and splits."
        return
    yield from _kind("added", [_told(picture) for picture in difference.added], most)
    yield from _kind("removed", [_told(picture) for picture in difference.removed], most)
    yield from _kind("relabelled", [_changed(change) for change in difference.relabelled], most)
    yield from _kind("moved to another split", [_changed(change) for change in difference.moved], most)
    yield f"{difference.unchanged} unchanged"


def _kind(name: str, lines: Sequence[str], most: int | None) -> Iterator[str]:
    yield f"{len(lines)} {name}"
    yield from (f"  {line}" for line in lines[:most])
    if most is not None and len(lines) > most:
        yield f"  … and {len(lines) - most} more (--all names them)"


def _told(picture: Told) -> str:
    facts = ", ".join(fact for fact in (picture.label, picture.split) if fact)
    return f"{picture.file_name} ({facts})" if facts else picture.file_name


def _changed(change: Changed) -> str:
    return f"{change.file_name}: {change.before or 'none'} -> {change.after or 'none'}"
