"""Whether the broker can be reached, for pages that say why a picture waits. Asked at most every two seconds."""

from __future__ import annotations

import threading
import time

from celery import current_app

_SECONDS = 2.0

_lock = threading.Lock()
_asked_at = float("-inf")
_reachable = True


def broker_answers() -> bool:
    """Tell whether the broker that `CELERY_BROKER_URL` names answers, as of the last two seconds."""
    global _asked_at, _reachable  # noqa: PLW0603 - one answer a process is what this is for
    with _lock:
        if time.monotonic() - _asked_at > _SECONDS:
            _reachable = _ask()
            _asked_at = time.monotonic()
        return _reachable


def _ask() -> bool:
    try:
        with current_app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, interval_max=0)
    except Exception:  # redis, kombu and the operating system each have errors of their own
        return False
    return True
