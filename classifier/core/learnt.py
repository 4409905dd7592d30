"""What a network learnt from: its manifest, asked about one frame after the other."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from io import StringIO

LEFT_OUT = "left out"

Place = tuple[str, int, float]  # slug of a show, episode, seconds


class Learnt:
    """Tells of a frame which part of the training it was in: `train`, `val`, `test`, or none of them.

    A frame is known by its SHA-256. A drawn one is also known by show, episode and time: its bytes may differ between
    machines, and what it shows does not.
    """

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._by_hash: dict[str, str] = {}
        self._by_place: dict[Place, str] = {}
        for row in rows:
            if row.get("role") != LEFT_OUT and row.get("split"):
                self._note(row, row["split"])

    def split_of(self, sha256: str, *, drawn: Place | None = None) -> str:
        """Return the part, empty for a frame that the network never met."""
        split = self._by_hash.get(sha256, "")
        if not split and drawn is not None:
            split = self._by_place.get(_rounded(drawn), "")
        return split

    def _note(self, row: Mapping[str, str], split: str) -> None:
        self._by_hash[row.get("sha256", "")] = split
        if row.get("show") and row.get("episode") and row.get("time"):
            self._by_place[_rounded((row["show"], int(row["episode"]), float(row["time"])))] = split


def read_learnt(text: str) -> Learnt:
    """Read the text of a `manifest.csv`; a ValueError says what is wrong."""
    return Learnt(csv.DictReader(StringIO(text)))


def _rounded(place: Place) -> Place:
    show, episode, time = place
    return show, episode, round(time, 2)
