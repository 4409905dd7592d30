"""Which labels a network is to know; every other label is a stranger."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from catalog.core.imagefolder import Row

STRANGE_KINDS = frozenset({"cartoon"})
"""Pictures of these kinds are strangers unless their label is asked for."""


def read_known(path: Path) -> tuple[str, ...]:
    """Read labels from a text file, one a line, or from the column `label` of a CSV file."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix.lower() == ".csv":
        reader = csv.DictReader(text.splitlines())
        if "label" not in (reader.fieldnames or ()):
            raise ValueError(f"{path}, line 1: there is no column label")
        lines = [row["label"] for row in reader]
    else:
        lines = text.splitlines()
    labels = tuple(dict.fromkeys(line.strip() for line in lines if line and line.strip()))
    if len(labels) < 2:
        raise ValueError(f"{path} names fewer than two labels")
    return labels


def labels_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return every label that is not of a strange kind, sorted."""
    return tuple(sorted({row.label for row in rows if row.label and row.kind not in STRANGE_KINDS}))
