"""The hourly purge inside the running server. `start_hourly_purge()` is called once in each worker process."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections, connections
from django.utils import timezone

from classifier.services import purge_uploads

logger = logging.getLogger(__name__)

HOUR = 3600.0


def start_hourly_purge(*, interval: float = HOUR, stop: threading.Event | None = None) -> threading.Thread:
    """Purge now and every `interval` seconds until `stop` or the end of the process. Several at once do no harm."""
    arguments = (interval, stop or threading.Event())
    thread = threading.Thread(target=_purge_until, args=arguments, name="hourly-purge", daemon=True)
    thread.start()
    return thread


def _purge_until(interval: float, stop: threading.Event) -> None:
    while True:
        _purge_once()
        if stop.wait(interval):
            return


def _purge_once() -> None:
    """Purge, and log what goes wrong: the next pass may go well."""
    try:
        close_old_connections()
        if purged := purge_uploads(timezone.now()):
            logger.info("Deleted %d expired pictures.", purged)
    except Exception:
        logger.exception("Expired pictures could not be deleted; it is tried again in an hour")
    finally:
        connections.close_all()  # this thread's: an idle connection for an hour helps nobody
