"""The project as git sees it."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git tracks and that is there, relative to the root."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(Path(name) for name in listing.split("\0") if name and (ROOT / name).is_file())


def read(file: Path | str) -> str:
    """Return the text of a tracked file."""
    return (ROOT / file).read_text(encoding="utf-8")
