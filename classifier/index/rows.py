"""The embeddings of one version, a row a frame, in one file that only grows: appended to by one process at a time.

A row is the key of its frame and its embedding (float32, of length 1). A row stays where it is for good, so a number
kept elsewhere finds it again; what becomes of the frame does not matter here. A row that a crash left half written is
never read and is overwritten by the next.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifier.core.calibration import Floats

ROWS = "rows.bin"
LOCK = "lock"


class Busy(Exception):  # noqa: N818 - it reads as what it is
    """Another process is adding rows."""


class Rows:
    """The rows in a folder; `width` is that of the embeddings."""

    def __init__(self, folder: Path, width: int) -> None:
        self.folder = folder
        self._type = np.dtype([("frame", "<i8"), ("embedding", "<f4", (width,))])

    def read(self) -> npt.NDArray[np.void]:
        """Return all rows, memory-mapped, with the fields `frame` (N) and `embedding` (N x D)."""
        try:
            count = self._file.stat().st_size // self._type.itemsize
        except FileNotFoundError:
            count = 0
        if count == 0:
            return np.empty(0, dtype=self._type)
        return np.memmap(self._file, dtype=self._type, mode="r", shape=(count,))

    def append(self, frames: Sequence[int], embeddings: Floats) -> int:
        """Add N rows and return the number of the first; to be called while `adding`. On the disk when it returns."""
        rows = np.empty(len(frames), dtype=self._type)
        rows["frame"], rows["embedding"] = frames, embeddings
        with self._file.open("ab") as file:
            first = file.tell() // self._type.itemsize
            file.truncate(first * self._type.itemsize)
            file.write(rows.tobytes())
            file.flush()
            os.fsync(file.fileno())
        return first

    @contextmanager
    def adding(self, *, wait: bool = True) -> Iterator[None]:
        """Be the only one that adds rows; the right goes with the process that holds it.

        Raises:
            Busy: another process adds rows, and `wait` is false.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Busy from error
            yield

    @property
    def _file(self) -> Path:
        return self.folder / ROWS
