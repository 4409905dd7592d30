"""Batches inside a running server that answers pictures itself: worked on beside its pages, a little at a time."""

from __future__ import annotations

import threading

from classifier.background import repeat
from classifier.services.batch_work import work_on_batches

SECOND = 1.0
TURN = 5.0


def start_answering_batches(*, interval: float = SECOND, stop: threading.Event | None = None) -> threading.Thread:
    """Look for batches every `interval` seconds until `stop` or the end of the process; one process works on each."""
    return repeat(_work, name="work on batches", interval=interval, stop=stop)


def _work() -> None:
    while work_on_batches(TURN):
        pass
