"""The life of a worker that answers: what it checks before it starts, and how it says that it is there.

Only workers of the queue `predict` are meant; one that merely trains passes by.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import Any

from celery.signals import worker_init, worker_ready, worker_shutdown
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string

from classifier.predictors import DeviceError
from classifier.services import report_alive, report_end, report_start

logger = logging.getLogger(__name__)

QUEUE = "predict"

NICENESS = 5
"""A worker on the CPU lets pages of the same machine go first: they take little, and people look at them."""

HEARTBEAT = 5.0
"""Seconds between two signs of life."""

_stop = threading.Event()


@worker_init.connect(dispatch_uid="check-device")
def check_device(sender: Any, **_: Any) -> None:
    """End a worker whose device is not here: it shall not start quietly on another one."""
    if not _answers(sender):
        return
    try:
        _device()
    except DeviceError as error:
        sys.exit(f"This worker cannot start: {error}")
    if settings.SNN_DEVICE != "cpu" and not _is_solo(sender):
        sys.exit("This worker cannot start: a GPU does not survive a fork. Start it with --pool solo.")
    if settings.SNN_DEVICE == "cpu":
        os.nice(NICENESS)


@worker_ready.connect(dispatch_uid="report-start")
def report_ready(sender: Any, **_: Any) -> None:
    """Enter the worker, and let a thread say that it is there, whatever its pictures and its broker do."""
    if not _answers(sender.controller):
        return
    name, device = str(sender.hostname), _device()
    logger.info("Worker %s answers on %s", name, device)
    _stop.clear()
    threading.Thread(target=_report_until_end, args=(name, device), name="heartbeat", daemon=True).start()


@worker_shutdown.connect(dispatch_uid="report-end")
def report_gone(sender: Any, **_: Any) -> None:
    """Take the worker out."""
    _stop.set()
    if _answers(sender):
        _quietly(report_end, str(sender.hostname))


def _report_until_end(name: str, device: str) -> None:
    started = False
    while not _stop.is_set():
        started = _quietly(report_alive, name) if started else _quietly(report_start, name, device)
        _stop.wait(HEARTBEAT)


def _quietly(report: Any, *arguments: str) -> bool:
    """Report, and log what goes wrong: the next time may go well. Tell whether it went well."""
    try:
        report(*arguments)
    except Exception as error:
        logger.warning("The worker could not report itself: %s", error)
        return False
    finally:
        connections.close_all()  # this thread's
    return True


def _answers(worker: Any) -> bool:
    return QUEUE in worker.app.amqp.queues.consume_from


def _is_solo(worker: Any) -> bool:
    return "solo" in str(worker.pool_cls)


def _device() -> str:
    device: str = import_string(settings.SNN_PREDICTOR).check(settings.SNN_DEVICE)
    return device
