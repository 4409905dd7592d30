"""The hourly purge inside the running server. `start_hourly_purge()` is called once in each worker process."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections, connections
from django.utils import timezone

from classifier.services import purge_uploads

logger = logging.getLogger(__name__)

HOUR = 3600.0


def start_hourly_purge(*, interval: float = HOUR) -> threading.Thread:
    """Purge now and every `interval` seconds in a thread that ends with the process. Several at once do no harm."""
    thread = threading.Thread(target=_purge_for_ever, args=(interval,), name="hourly-purge", daemon=True)
    thread.start()
    return thread


def _purge_for_ever(interval: float) -> None:
    pause = threading.Event()
    while True:
        purge_once()
        pause.wait(interval)


def purge_once() -> None:
    """Purge, and log instead of raising: the next pass may go well."""
    close_old_connections()
    try:
        if purged := purge_uploads(timezone.now()):
            logger.info("Deleted %d expired pictures.", purged)
    except Exception:
        logger.exception("The hourly purge failed; it is tried again in an hour")
    finally:
        connections.close_all()  # of this thread: an idle connection for an hour helps nobody
