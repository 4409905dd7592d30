"""The manifest of a run, `manifest.csv`: every picture, what it was used for, and why where it was not."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

from training.core.whole_file import replacing

Role = Literal["known", "stranger", "left out"]


@dataclass(frozen=True)
class ManifestRow:
    """One picture. `dataset` and `file_name` say where it lies, `reason` why it was left out."""

    dataset: str
    file_name: str
    sha256: str
    label: str
    domain: str
    show: str
    episode: str
    time: str
    cluster: str
    split: str
    role: Role
    reason: str = ""


def write_manifest(path: Path, rows: Iterable[ManifestRow]) -> None:
    """Write the rows beside `path` and move them there."""
    with replacing(path) as beside, beside.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=[field.name for field in fields(ManifestRow)])
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def read_manifest(path: Path) -> tuple[ManifestRow, ...]:
    """Read what `write_manifest` wrote; a ValueError names file and line."""
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        expected = [field.name for field in fields(ManifestRow)]
        if reader.fieldnames != expected:
            raise ValueError(f"{path}, line 1: the columns must be {', '.join(expected)}")
        return tuple(ManifestRow(**row) for row in reader)  # type: ignore[arg-type]  # role is checked by who uses it
