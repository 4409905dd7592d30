"""The hourly purge inside the running server. `start_hourly_purge()` is called once in each worker process."""

from __future__ import annotations

import logging
import threading

from django.utils import timezone

from classifier.background import repeat
from classifier.services import purge_uploads
from classifier.services.batches import purge_batches
from classifier.services.usage import purge_usage

logger = logging.getLogger(__name__)

HOUR = 3600.0


def start_hourly_purge(*, interval: float = HOUR, stop: threading.Event | None = None) -> threading.Thread:
    """Purge now and every `interval` seconds until `stop` or the end of the process. Several at once do no harm."""
    return repeat(_purge, name="hourly purge", interval=interval, stop=stop)


def _purge() -> None:
    purge_usage(timezone.now())
    purge_batches(timezone.now())
    if purged := purge_uploads(timezone.now()):
        logger.info("Deleted %d expired pictures.", purged)
