"""What a training process says of itself while it works, and why it ended where it ended badly.

`progress.json` is written anew every few seconds, `failure.json` once; both are read by pages and people.
"""

from __future__ import annotations

import datetime
import os
import resource
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import torch

from training.core.whole_file import write_json

WRITE_EVERY = 3.0
"""Seconds between two writings of progress.json."""


@dataclass
class ProgressWriter:
    """Keeps count of a run of `epochs` and writes where it stands."""

    run: Path
    epochs: int
    pictures_a_step: int
    _epoch_started: float = field(default_factory=time.monotonic)
    _written: float = 0.0

    def start_epoch(self) -> None:
        """Count seconds from here."""
        self._epoch_started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the epoch started."""
        return time.monotonic() - self._epoch_started

    def step(self, epoch: int, step: int, steps: int, loss: float) -> None:
        """Say that `step` of `steps` in `epoch` is done, unless something was said a moment ago."""
        if time.monotonic() - self._written < WRITE_EVERY and step < steps:
            return
        self._written = time.monotonic()
        pace = self.seconds / step  # seconds a step; the epochs to come are taken to be as quick as this one
        write_json(
            self.run / "progress.json",
            {
                "epoch": epoch,
                "step": step,
                "steps": steps,
                "loss": round(loss, 4),
                "pictures_per_second": round(self.pictures_a_step / pace, 1),
                "time_left_seconds": round(pace * (steps - step + steps * (self.epochs - epoch - 1))),
                "memory_mb": memory_mb(),
                "pid": os.getpid(),
                "host": socket.gethostname(),
            },
        )


def memory_mb() -> int:
    """Return the most memory this process has used so far: of its GPU where it has one, else of the machine."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() // 2**20
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // (2**20 if sys.platform == "darwin" else 2**10)


def write_failure(run: Path, reason: str, epoch: int | None) -> None:
    """Keep why a run ended badly; where not even that can be written, stderr has said it."""
    try:
        when = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        write_json(run / "failure.json", {"reason": reason, "epoch": epoch, "when": when})
    except OSError:
        print("the reason could not be kept in failure.json", file=sys.stderr)
