"""Validation curves while a run learns: a second process scores each epoch as it comes."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

from training.core.following import following_path
from training.launcher import JobError, run_job

log = logging.getLogger(__name__)


@contextlib.contextmanager
def scored_as_they_come(run: Path, *, wanted: bool) -> Iterator[None]:
    """Have the epochs of a run scored beside its training, where that is wanted; the end waits for the last of them."""
    if not wanted:
        yield
        return
    following_path(run).touch()
    follower = threading.Thread(target=_follow, args=(run,), daemon=True)
    follower.start()
    try:
        yield
    finally:
        following_path(run).unlink(missing_ok=True)
        follower.join()


def _follow(run: Path) -> None:
    try:
        run_job("follow", str(run))
    except JobError as error:
        log.warning("The epochs of %s are scored later, by choose: %s", run.name, error)
