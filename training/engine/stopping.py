"""A run that is asked to stop (SIGTERM) ends after the step under way, all its processes together."""

from __future__ import annotations

import signal
from types import FrameType

import torch

from training.engine.distributed import Group

STOPPED = 128 + signal.SIGTERM
"""Exit code of a run that was asked to stop: not an error of its own, and not an end either."""


class StoppedError(Exception):
    """Somebody asked the run to stop."""


class StopRequest:
    """Listens for SIGTERM from when it is made; must be made in the main thread."""

    def __init__(self) -> None:
        self._asked = False
        signal.signal(signal.SIGTERM, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked = True

    def obey(self, group: Group, epoch: int) -> None:
        """Raise StoppedError on every process as soon as one of them was asked to stop."""
        if group.sum(torch.tensor(float(self._asked), device=group.device)):
            raise StoppedError(f"stopped in epoch {epoch}, as asked; the epochs before are whole")
