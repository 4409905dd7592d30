"""Work spread over fresh processes: Ctrl-C is the parent's to answer, and they end when the parent is gone."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import TypeVar

Job = TypeVar("Job")


def spread(work: Callable[[Job], None], jobs: Sequence[Job], *, processes: int) -> Generator[int, None, None]:
    """Do all jobs and yield how many are done. Closing it early leaves out what has not been begun."""
    # Fresh processes rather than forked ones: a caller may run threads (a server, a database driver).
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_end_with_the_parent)
    try:
        with _deaf_to_interrupts():
            results = pool.map(work, jobs, chunksize=8)
        for done, _ in enumerate(results, start=1):
            yield done
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Block Ctrl-C for processes started meanwhile; this one hears of it at the end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_the_parent() -> None:
    """Watch the parent: after a `kill -9` nobody else tells its processes to go."""
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)
