"""Frames of a catalogue as lines of a `metadata.csv`, which `catalog.core.imagefolder` reads back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalog.core import catalogued
from catalog.core.catalogued import Catalogued, catalogued_cells
from catalog.core.imagefolder import LIST_SEPARATOR

COLUMNS = (
    "file_name",
    "label",
    "domain",
    "kind",
    "show",
    "split",
    "cluster",
    "episode",
    "time",
    "tags",
    "character",
    "demographic",
    "boxes",
    "sha256",
    *catalogued.COLUMNS,
)
KIND = "anime"  # a catalogue knows no other
_UNNAMED = "catalogue"


@dataclass(frozen=True, slots=True)
class Exported:
    """A frame on its way out. `split` and `cluster` are those of the data set, `catalogued` keeps the catalogue's."""

    sha256: str
    suffix: str  # of the file, with its dot
    show: str  # slug
    label: str
    split: str
    cluster: str
    catalogued: Catalogued
    episode: int | None = None
    time: float | None = None  # seconds
    demographic: str = ""
    truth: dict[str, Any] = field(default_factory=dict)  # tags, characters, boxes

    @property
    def file_name(self) -> str:
        """Where its picture lies in the data set."""
        return f"images/{self.show}/{self.sha256}{self.suffix}"

    def cells(self) -> dict[str, str]:
        """Return the line.

        Raises:
            ValueError: a tag holds a space, or a name of a character the sign that parts names.
        """
        return {
            "file_name": self.file_name,
            "label": self.label,
            "domain": domain_of(self.catalogued.source),
            "kind": KIND,
            "show": self.show,
            "split": self.split,
            "cluster": self.cluster,
            "episode": "" if self.episode is None else str(self.episode),
            "time": "" if self.time is None else repr(self.time),
            "tags": _joined(self.truth.get("tags", ()), " "),
            "character": _joined(self.truth.get("characters", ()), LIST_SEPARATOR),
            "demographic": self.demographic,
            "boxes": json.dumps(self.truth["boxes"]) if self.truth.get("boxes") else "",
            "sha256": self.sha256,
            **catalogued_cells(self.catalogued),
        }


def domain_of(source: str) -> str:
    """Return the kind of place that frames of a source are from; the version of a drawing does not count."""
    return "demo" if source.startswith("demo ") else source or _UNNAMED


def write_rows(path: Path, frames: Iterable[Exported]) -> None:
    """Write `metadata.csv`, a line a frame; a ValueError says which frame cannot be written."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for frame in frames:
            try:
                writer.writerow(frame.cells())
            except ValueError as error:
                raise ValueError(f"The frame {frame.sha256[:12]} of {frame.show} cannot be written: {error}") from error


def _joined(names: Iterable[str], separator: str) -> str:
    names = list(names)
    for name in names:
        if separator in name:
            raise ValueError(f"{name!r} holds {separator!r}, by which names are parted.")
    return separator.join(names)
