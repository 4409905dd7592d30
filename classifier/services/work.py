"""What a worker does when it is woken: take the oldest waiting uploads, answer them, take the next."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from django.conf import settings
from django.db import connection

from classifier.models import Upload
from classifier.predictors import DeviceError
from classifier.services.answers import DATABASE_AWAY, answer_claimed
from classifier.services.claims import claim_waiting, release

logger = logging.getLogger(__name__)

DATABASE_WAIT = 20.0
"""Seconds for which a worker tries to hand back what it took from a database that went away."""


def answer_next() -> int:
    """Claim and answer the next batch; return how many uploads were in it, 0 where none waits.

    What cannot be answered now is handed back, so that another worker may have it at once.

    Raises:
        DeviceError: what runs the network is out of order.
        OperationalError, InterfaceError: the database is away.
    """
    uploads = claim_waiting(settings.SNN_BATCH_SIZE)
    try:
        answer_claimed(uploads)
    except (DeviceError, *DATABASE_AWAY):
        _hand_back(uploads)
        raise
    return len(uploads)


def _hand_back(uploads: Sequence[Upload]) -> None:
    """Release uploads as soon as the database is there; after a while their lease does it."""
    patience = time.monotonic() + DATABASE_WAIT
    while True:
        try:
            connection.close_if_unusable_or_obsolete()
            return release(uploads)
        except DATABASE_AWAY:
            if time.monotonic() > patience:
                logger.warning("%d pictures come back when their lease runs out", len(uploads))
                return None
            time.sleep(0.5)
