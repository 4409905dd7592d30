"""The sign that a run is trained and its epochs are to be scored as they come."""

from __future__ import annotations

from pathlib import Path


def following_path(run: Path) -> Path:
    """Return the file that is there as long as somebody trains the run."""
    return run / "following"
