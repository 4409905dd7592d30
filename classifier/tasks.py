"""The queue `predict`: messages that wake a worker. What there is to do stands in rows, never in a message."""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import Any

from celery import Task, current_task, shared_task
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerAway

from classifier.models import Upload
from classifier.predictors import DeviceError
from classifier.services import answer_next, give_up_hopeless, has_queue, report_alive
from classifier.services.answers import DATABASE_AWAY
from classifier.services.batch_work import work_on_batches
from classifier.sweep import Sweep

logger = logging.getLogger(__name__)

MANY = 2.0
"""Seconds for which a worker is at a batch of hundreds before it looks whether somebody waits for a single picture."""

TURN = 5.0
"""Seconds that one message keeps a worker at it; then it looks at its other messages, such as to stop."""


_sweep = Sweep(most=64)  # frames at a time, as pictures that people sent wait meanwhile


def wake_for(upload: Upload) -> None:
    """Wake a worker for an upload that waits, once it is committed; without a queue nobody needs to be woken.

    A broker that is down leaves the upload waiting: beat wakes the workers once it is back.
    """
    if has_queue() and upload.status == Upload.Status.QUEUED:
        transaction.on_commit(partial(_send, upload.pk))


def wake_for_batch() -> None:
    """Wake a worker for many pictures that were sent together; without a queue the server looks for them by itself."""
    if has_queue():
        transaction.on_commit(_send_again)


@shared_task(name="classifier.answer_upload", ignore_result=True)
def answer_upload(upload_id: int) -> None:
    """Answer the oldest uploads; the one that the message names is answered in its turn, maybe by now."""
    _work()


@shared_task(name="classifier.answer_what_waits", ignore_result=True)
def answer_what_waits() -> None:
    """Answer what lost messages and dead workers left; beat sends this every few seconds."""
    give_up_hopeless()
    _work()


@shared_task(name="classifier.score_frames", ignore_result=True)
def score_new_frames() -> None:
    """Answer some of the frames that were approved meanwhile; beat sends this again and again."""
    try:
        _sweep.run()
    except DATABASE_AWAY as error:
        logger.warning("The database is away: %s", error)


def _send(upload_id: int) -> None:
    try:
        answer_upload.delay(upload_id)
    except BrokerAway as error:
        logger.warning("The queue is out of reach, upload %d waits: %s", upload_id, error)


def _work() -> None:
    """Answer some uploads after the other until nothing waits, or until it is time to look at other messages.

    Pictures that were sent by the hundred come when no other waits. A promotion meanwhile is noticed.
    """
    end = time.monotonic() + TURN
    try:
        while time.monotonic() < end:
            if not (answered := answer_next() or work_on_batches(MANY)):
                return
            report_alive(_worker_name(current_task), answered=answered)
    except DATABASE_AWAY as error:
        logger.warning("The database is away: %s", error)
        return
    except DeviceError as error:
        logger.critical("This worker ends: %s", error)
        raise SystemExit(1) from error
    _send_again()


def _send_again() -> None:
    try:
        answer_what_waits.delay()
    except BrokerAway as error:
        logger.warning("The queue is out of reach, beat will wake the workers again: %s", error)


def _worker_name(task: Task[Any, Any] | None) -> str:
    return str(task.request.hostname) if task else ""
