"""What only a catalogue knows of a frame, in columns of their own of an exported `metadata.csv`.

The export sets `split` and `cluster` anew so that nothing near a judged picture is learnt from. These columns keep what
the catalogue itself said, so that `import_frames` brings back the very rows that were exported.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

SEPARATOR = "|"
PREFIX = "catalogue_"
COLUMNS = tuple(f"{PREFIX}{field}" for field in ("source", "split", "cluster", "flags"))


@dataclass(frozen=True, slots=True)
class Catalogued:
    """Fields of a frame as they stood in the catalogue; text that was empty there is empty here."""

    source: str = ""
    split: str = ""
    cluster: str = ""
    flags: tuple[str, ...] = ()


def read_catalogued(cells: Mapping[str, str]) -> Catalogued | None:
    """Return what the cells of a line say, None where the document was not exported from a catalogue."""
    if not is_exported(cells.keys()):
        return None
    source, split, cluster, flags = (cells[column] for column in COLUMNS)
    return Catalogued(source, split, cluster, tuple(flag for flag in flags.split(SEPARATOR) if flag))


def is_exported(columns: Collection[str]) -> bool:
    """Tell whether a heading names every column of this kind."""
    return set(COLUMNS) <= set(columns)


def catalogued_cells(frame: Catalogued) -> dict[str, str]:
    """Return the cells that `read_catalogued` reads back."""
    return dict(zip(COLUMNS, (frame.source, frame.split, frame.cluster, SEPARATOR.join(frame.flags)), strict=True))
