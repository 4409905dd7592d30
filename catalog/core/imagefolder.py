"""The Dataset document (DESIGN §3.1): a folder of pictures with `metadata.csv`, or with a folder for each label.

`read_dataset(folder)` checks everything that can be checked without opening a picture; what is wrong is a
`DatasetError` that names the file, the line and the field. The convention is the *imagefolder* of Hugging Face
`datasets`; a folder without `metadata.csv` is read as torchvision's `ImageFolder`, one folder per label.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from catalog.core.catalogued import Catalogued, read_catalogued
from catalog.core.documents import DocumentError, Table

METADATA = "metadata.csv"
PICTURE_SUFFIXES = frozenset({".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"})
LIST_SEPARATOR = "|"  # between the names of several characters: a name may hold spaces
_SPLIT_NAMES = {"train": "train", "val": "val", "valid": "val", "validation": "val", "test": "test"}


class DatasetError(DocumentError):
    """A data set that cannot be read; the message names the file, the line and the field."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the picture: its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """One picture and what is known of it; text that is not known is empty."""

    file_name: str
    path: Path
    line: int | None  # of metadata.csv; None in a folder per label
    label: str = ""
    domain: str = ""
    kind: str = ""
    show: str = ""
    split: str = ""
    cluster: str = ""
    episode: int | None = None
    time: float | None = None  # seconds
    tags: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    demographic: str = ""
    boxes: tuple[Box, ...] = ()
    sha256: str = ""  # of the file, where the document tells it
    catalogued: Catalogued | None = None  # where it was exported from a catalogue


@dataclass(frozen=True, slots=True)
class Dataset:
    """A folder of pictures as it was described."""

    folder: Path
    columns: frozenset[str]  # those that the document names; an empty cell of a named column is a gap
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_dataset(folder: Path) -> Dataset:
    """Read a data set, its rows in the order of the document (or of the file names).

    Raises:
        DatasetError: the folder is absent or empty, or a row is wrong; nothing is skipped silently.
    """
    folder = Path(folder).absolute()
    if not folder.is_dir():
        raise DatasetError(folder, "is not a folder.")
    metadata = folder / METADATA
    if metadata.is_file():
        return _read_metadata(metadata)
    return _read_folders(folder)


def _read_metadata(metadata: Path) -> Dataset:
    rows: dict[str, Row] = {}
    table = Table(metadata, required="file_name", error=DatasetError)
    for line, cells in table.lines():
        row = _read_row(metadata, line, cells)
        first = rows.setdefault(row.file_name, row)
        if replace(row, line=first.line) != first:  # the very same line twice is one picture
            reason = f"{row.file_name} is listed already in line {first.line}, with other values."
            raise DatasetError(metadata, reason, line=line, field="file_name")
    if not rows:
        raise DatasetError(metadata, "lists no picture.")
    return Dataset(metadata.parent, frozenset(table.columns), tuple(rows.values()))


def _read_row(metadata: Path, line: int, cells: dict[str, str]) -> Row:
    """Turn the cells of one line into a row; cells of unknown columns are left alone."""
    parsed: dict[str, Any] = {}
    parsers: dict[str, Callable[[str], object]] = {
        "file_name": partial(_inside, metadata.parent),
        "episode": _episode,
        "time": _time,
        "boxes": _boxes,
    }
    for field, parse in parsers.items():
        try:
            parsed[field] = parse(cells.get(field, ""))
        except ValueError as error:
            raise DatasetError(metadata, str(error), line=line, field=field) from error
    split = cells.get("split", "")
    return Row(
        file_name=cells["file_name"],
        path=parsed["file_name"],
        line=line,
        label=cells.get("label", ""),
        domain=cells.get("domain", "") or metadata.parent.name,
        kind=cells.get("kind", ""),
        show=cells.get("show", ""),
        split=_SPLIT_NAMES.get(split.lower(), split),
        cluster=cells.get("cluster", ""),
        episode=parsed["episode"],
        time=parsed["time"],
        tags=tuple(cells.get("tags", "").split()),
        characters=_names(cells.get("character", "")),
        demographic=cells.get("demographic", ""),
        boxes=parsed["boxes"],
        sha256=cells.get("sha256", "").lower(),
        catalogued=read_catalogued(cells),
    )


def _inside(folder: Path, file_name: str) -> Path:
    """Return the path of a listed picture; raise ValueError where it is absent or leads out of the folder."""
    if not file_name:
        raise ValueError("is empty.")
    relative = PurePosixPath(file_name)
    if relative.is_absolute() or ".." in relative.parts or "\\" in file_name or "\0" in file_name:
        raise ValueError(f"{file_name!r} leads out of the folder; only paths below it are read.")
    path = folder / relative
    if not path.is_file():
        raise ValueError(f"there is no file {file_name}.")
    return path


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(LIST_SEPARATOR) if name.strip())


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number.") from None
    if not math.isfinite(number) or number < 0:
        raise ValueError(f"{text!r} is not a number from 0 upwards.")
    return number


def _time(text: str) -> float | None:
    return _number(text) if text else None


def _episode(text: str) -> int | None:
    """Read a whole number; `3.0` is one, since tables with gaps are often written so."""
    if not text:
        return None
    number = _number(text)
    if not number.is_integer():
        raise ValueError(f"{text!r} is not a whole number.")
    return int(number)


def _boxes(text: str) -> tuple[Box, ...]:
    """Read `[x, y, w, h]` or a list of such."""
    if not text:
        return ()
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON ({error}).") from None
    boxes = [value] if isinstance(value, list) and value and not isinstance(value[0], list) else value
    if not isinstance(boxes, list) or not all(_is_box(box) for box in boxes):
        raise ValueError("is neither [x, y, w, h] nor a list of such, in pixels, with a width and height above 0.")
    return tuple(Box(*(float(number) for number in box)) for box in boxes)


def _is_box(box: object) -> bool:
    if not isinstance(box, list) or len(box) != 4:
        return False
    numbers = [number for number in box if isinstance(number, int | float) and not isinstance(number, bool)]
    return len(numbers) == 4 and all(map(math.isfinite, numbers)) and numbers[2] > 0 and numbers[3] > 0


def read_loose(folder: Path) -> Dataset:
    """Read every picture below a folder that says nothing about them.

    Raises:
        DatasetError: there is none.
    """
    folder = Path(folder).absolute()
    rows = tuple(Row(path.relative_to(folder).as_posix(), path, None, domain=folder.name) for path in _pictures(folder))
    if not rows:
        raise DatasetError(folder, "holds no picture.")
    return Dataset(folder, frozenset({"file_name"}), rows)


def _read_folders(folder: Path) -> Dataset:
    """Read a folder per label, perhaps below folders named after splits (`train/naruto/1.jpg`)."""
    rows = []
    tops = _folders(folder)
    by_split = bool(tops) and all(top.name.lower() in _SPLIT_NAMES for top in tops)
    for top in tops:
        split = _SPLIT_NAMES[top.name.lower()] if by_split else ""
        for label in _folders(top) if by_split else [top]:
            rows += [
                Row(path.relative_to(folder).as_posix(), path, None, label.name, folder.name, split=split)
                for path in _pictures(label)
            ]
    if not rows:
        raise DatasetError(folder, f"has neither a {METADATA} nor a folder of pictures for each label.")
    return Dataset(folder, frozenset({"file_name", "label"} | ({"split"} if by_split else set())), tuple(rows))


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file())
