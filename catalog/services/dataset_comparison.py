"""Two data sets side by side: what was added, removed, relabelled and moved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from catalog.core.dataset_diff import Difference, Told, compare
from catalog.core.dataset_seal import FILE, seal_of
from catalog.core.imagefolder import Dataset, DatasetError, Row, read_dataset


@dataclass(frozen=True)
class Side:
    """One of the two. `is_sealed`: still as `export_dataset` wrote it; None where it wrote no `dataset.json`."""

    folder: str
    rows: int
    is_sealed: bool | None


@dataclass(frozen=True)
class Comparison:
    """Both sides and the way from the first to the second."""

    before: Side
    after: Side
    difference: Difference


def compare_datasets(before: Path, after: Path, *, progress: Callable[[int, int], None] | None = None) -> Comparison:
    """Compare two data sets picture by picture; `progress` is called with the number of pictures read and of all.

    Raises:
        DatasetError: one of them cannot be read.
    """
    datasets = read_dataset(before), read_dataset(after)
    counter = _Counter(sum(map(len, datasets)), progress)
    pictures = [_pictures(dataset, counter) for dataset in datasets]
    one, other = (_side(dataset, told) for dataset, told in zip(datasets, pictures, strict=True))
    return Comparison(one, other, compare(*pictures))


@dataclass
class _Counter:
    """One count of pictures over both data sets."""

    total: int
    progress: Callable[[int, int], None] | None
    done: int = 0

    def add(self) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total)


def _pictures(dataset: Dataset, counter: _Counter) -> list[Told]:
    told = []
    with ThreadPoolExecutor() as pool:
        for row, sha256 in zip(dataset, pool.map(_sha256, dataset), strict=True):
            told.append(Told(sha256, row.file_name, row.label, row.split))
            counter.add()
    return told


def _sha256(row: Row) -> str:
    try:
        with row.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DatasetError(row.path, f"cannot be read ({error.strerror}).") from error


def _side(dataset: Dataset, told: list[Told]) -> Side:
    return Side(str(dataset.folder), len(told), _is_sealed(dataset.folder, told))


def _is_sealed(folder: Path, told: list[Told]) -> bool | None:
    path = folder / FILE
    if not path.is_file():
        return None
    files = {picture.file_name: picture.sha256 for picture in told}
    files |= {table.name: hashlib.sha256(table.read_bytes()).hexdigest() for table in folder.glob("*.csv")}
    try:
        return bool(json.loads(path.read_text(encoding="utf-8"))["sha256"] == seal_of(files))
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(path, f"is not what export_dataset writes ({error}).") from error
