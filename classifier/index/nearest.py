"""Search by likeness among the rows of an index: exact among few, by lists among many."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifier.core.calibration import Floats
from classifier.index.lists import Lists, build_lists, read_lists
from classifier.index.rows import Rows

LISTS = "lists.bin"

EXACT = 10_000
"""So many rows are searched one by one: up to a millisecond at 256 dimensions."""


def nearest_rows(rows: Rows, vector: Floats, count: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Return the numbers of the `count` rows most like a vector (D) of length 1, best first, and their likeness.

    Likeness is the cosine, from -1 to 1. Fewer come back where there are fewer, or where the nearest lists hold fewer.
    """
    stored = rows.read()
    vector = np.asarray(vector, dtype=np.float32)
    lists = _lists(rows, len(stored))
    first = 0 if lists is None else lists.covered
    found, likeness = np.arange(first, len(stored)), np.asarray(stored["embedding"][first:] @ vector)
    if lists is not None:
        listed, listed_likeness = lists.search(vector)
        found, likeness = np.concatenate([listed, found]), np.concatenate([listed_likeness, likeness])
    if len(found) > count:
        best = np.argpartition(-likeness, count - 1)[:count]
        found, likeness = found[best], likeness[best]
    order = np.argsort(-likeness, kind="stable")
    return found[order], likeness[order]


def refresh_lists(rows: Rows) -> bool:
    """Build lists anew where too many rows are in none, and tell whether it was done; to be called while `adding`."""
    stored = rows.read()
    lists = _lists(rows, len(stored))
    if len(stored) - (0 if lists is None else lists.covered) <= EXACT:
        return False
    build_lists(_file(rows), stored["embedding"])
    return True


def _lists(rows: Rows, count: int) -> Lists | None:
    """Return the lists, None where there are none or where they are of rows that were lost."""
    lists = read_lists(_file(rows))
    return None if lists is None or lists.covered > count else lists


def _file(rows: Rows) -> Path:
    return rows.folder / LISTS
