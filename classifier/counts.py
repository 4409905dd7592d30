"""Counts in files, for a machine without Redis: a count is the length of a file, and one more is a byte at its end.

The kernel sees to it that two processes which count in the same moment get different numbers.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

HOUR = 3600.0


class FileCounts:
    """Counts by name in a folder of their own. What was not counted for two days is forgotten."""

    KEPT = 48 * HOUR

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tidied = float("-inf")

    def add(self, name: str) -> int:
        """Count one more, and return how many there are.

        Raises:
            OSError: it cannot be written; the disk is full, say.
        """
        try:
            file = self._open(name)
        except FileNotFoundError:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._open(name)
        try:
            os.write(file, b".")
            count = os.lseek(file, 0, os.SEEK_CUR)  # after this very byte, whatever others add meanwhile
        finally:
            os.close(file)
        if count == 1:
            self._tidy()
        return count

    def read(self, name: str) -> int:
        """Return how many there are."""
        try:
            return os.stat(self._folder / name).st_size
        except FileNotFoundError:
            return 0

    def _open(self, name: str) -> int:
        return os.open(self._folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def _tidy(self) -> None:
        """Remove old counts, at most once an hour."""
        if time.monotonic() - self._tidied < HOUR:
            return
        self._tidied = time.monotonic()
        for file in self._folder.iterdir():
            try:
                if time.time() - file.stat().st_mtime > self.KEPT:
                    file.unlink()
            except FileNotFoundError:  # another process was quicker
                continue
