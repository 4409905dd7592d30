"""The rows of a data set, and what a network says of their pictures: what all measuring needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image

from catalog.core.imagefolder import METADATA, Dataset, DatasetError, Row
from classifier.core.calibration import Floats
from classifier.services.files import FileRefused, decode_file, on_every_core

Progress = Callable[[int, int], None]


def rows_of(dataset: Dataset, split: str) -> list[Row]:
    """Return all rows, or those of a split.

    Raises:
        DatasetError: there is no such split.
    """
    rows = [row for row in dataset if not split or row.split == split]
    if not rows:
        names = ", ".join(sorted({row.split for row in dataset if row.split})) or "none"
        raise DatasetError(dataset.folder, f"has no split {split!r}; those it has: {names}.")
    return rows


def check_column(dataset: Dataset, column: str) -> None:
    """Raise a DatasetError where a column is not there."""
    if column not in dataset.columns:
        raise DatasetError(dataset.folder / METADATA, "the column is missing from the heading.", line=1, field=column)


def logits_of(
    dataset: Dataset, rows: Sequence[Row], look: Callable[[Image.Image], Floats], progress: Progress | None
) -> Floats:
    """Run every picture, on every core: N x C.

    Raises:
        DatasetError: a picture cannot be read; file and line are named.
    """

    def run(row: Row) -> Floats:
        try:
            return look(decode_file(row.path))
        except FileRefused as error:
            raise row_error(dataset, row, "file_name", f"{row.file_name}: {error}") from error

    logits = []
    for scores in on_every_core(run, rows):
        logits.append(scores)
        if progress:
            progress(len(logits), len(rows))
    return np.stack(logits)


def row_error(dataset: Dataset, row: Row, field: str, reason: str) -> DatasetError:
    """Return an error that names the line of a row, or its file where there are no lines."""
    if row.line is None:
        return DatasetError(row.path, reason)
    return DatasetError(dataset.folder / METADATA, reason, line=row.line, field=field)
