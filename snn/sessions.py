"""Expired sessions go once an hour, beside the pages: those of visitors, and the rows in which runs of games lie."""

from __future__ import annotations

import logging
import threading

from django.contrib.sessions.models import Session
from django.utils import timezone

from classifier.background import repeat
from classifier.purge import HOUR

logger = logging.getLogger(__name__)


def start_clearing_sessions(*, interval: float = HOUR, stop: threading.Event | None = None) -> threading.Thread:
    """Clear now and every `interval` seconds until `stop` or the end of the process. Several at once do no harm."""
    return repeat(clear_expired_sessions, name="clearing of sessions", interval=interval, stop=stop)


def clear_expired_sessions() -> None:
    """Delete what expired. Runs of games lie in the same table, and nobody could go on with them."""
    deleted, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    if deleted:
        logger.info("Deleted %d expired sessions.", deleted)
