"""Messages of the queue `training`: each wakes a worker, which looks in the rows for what waits."""

from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings
from kombu.exceptions import OperationalError

from training.models import TrainingRun
from training.services.guesses import guess_picture
from training.services.runs import RunError
from training.services.work import work_once

log = logging.getLogger(__name__)


@shared_task
def work() -> None:
    """Do what waits, one job after the other, until nothing does or this host is busy."""
    while work_once() is not None:
        pass


def wake_worker() -> None:
    """Send a message to the training workers, where there is a broker to take it; beat sends one a minute, too."""
    if not settings.CELERY_BROKER_URL:
        return
    try:
        work.delay()
    except OperationalError as error:
        log.warning("The broker took no message (%s); the worker looks by itself within a minute.", error)


@shared_task
def guess(run: int, sha256: str) -> None:
    """Ask every epoch of a run about a picture."""
    guess_picture(TrainingRun.objects.get(pk=run), sha256)


def guess_by_worker(run: int, sha256: str) -> None:
    """Leave guessing to a worker; a RunError says that the broker cannot be reached."""
    try:
        guess.delay(run, sha256)
    except OperationalError as error:
        raise RunError("The queue cannot be reached now; try again in a moment.") from error
