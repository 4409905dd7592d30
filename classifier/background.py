"""What the running server does beside its pages, in a thread of each worker process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)


def repeat(
    job: Callable[[], None], *, name: str, interval: float, stop: threading.Event | None = None
) -> threading.Thread:
    """Do a job now and every `interval` seconds until `stop` or the end of the process.

    What goes wrong is logged: the next pass may go well.
    """
    thread = threading.Thread(
        target=_until, args=(stop or threading.Event(), interval, job, name), name=name, daemon=True
    )
    thread.start()
    return thread


def _until(stop: threading.Event, interval: float, job: Callable[[], None], name: str) -> None:
    while True:
        _once(job, name)
        if stop.wait(interval):
            return


def _once(job: Callable[[], None], name: str) -> None:
    try:
        close_old_connections()
        job()
    except Exception:
        logger.exception("The %s failed; it is tried again later", name)
    finally:
        connections.close_all()  # this thread's: an idle connection for long helps nobody
