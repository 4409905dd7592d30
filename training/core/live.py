"""What a training process says of itself: `progress.json` while it works, `failure.json` where it ended badly."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from training.core.history import read_document


@dataclass(frozen=True)
class Progress:
    """Where a process stands: `step` of `steps` in `epoch` (from 0), and who it is (`pid` on `host`)."""

    epoch: int
    step: int = 0
    steps: int = 0
    loss: float | None = None
    pictures_per_second: float | None = None
    time_left_seconds: float | None = None
    memory_mb: float | None = None
    pid: int = 0
    host: str = ""

    def share(self, epochs: int) -> float:
        """Return the share of the whole run that is done, in [0, 1]."""
        inside = self.step / self.steps if self.steps else 0.0
        return min(1.0, (self.epoch + inside) / epochs) if epochs else 0.0


@dataclass(frozen=True)
class Failure:
    """Why a run ended badly; `when` as ISO 8601."""

    reason: str
    epoch: int | None = None
    when: str = ""


def read_progress(run: Path) -> Progress | None:
    """Return what the process last said, or None where none ever did."""
    document = read_document(run / "progress.json")
    return Progress(**_known(Progress, document)) if document and "epoch" in document else None


def read_failure(run: Path) -> Failure | None:
    """Return why the run ended badly, or None where it did not."""
    document = read_document(run / "failure.json")
    return Failure(**{"reason": "no reason was given", **_known(Failure, document)}) if document else None


def _known(kind: Any, document: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in document.items() if name in names}
