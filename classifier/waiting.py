"""Pages that wait for an answer: each holds a thread, one more thread looks into the database for all of them."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict

from django.conf import settings
from django.db import close_old_connections, connection

from classifier.models import Upload

logger = logging.getLogger(__name__)

GLANCE = 0.05
"""Seconds between two looks at what ended. A ready answer is on its page that much later."""


class WaitingRoom:
    """Who waits for which upload. It has as many seats as threads may be held; without one a page asks again later."""

    def __init__(self, seats: int) -> None:
        self._seats = threading.BoundedSemaphore(seats)
        self._lock = threading.Lock()
        self._waiting: dict[int, set[threading.Event]] = defaultdict(set)
        self._watched = False

    def wait(self, upload_id: int, seconds: float) -> bool:
        """Wait until an upload ended, at most so long; tell whether there was a seat.

        The caller's connection to the database is closed meanwhile: hundreds of them would be too many.
        """
        if not self._seats.acquire(blocking=False):
            return False
        ended = threading.Event()
        try:
            connection.close()
            self._enter(upload_id, ended)
            ended.wait(seconds)
        finally:
            self._leave(upload_id, ended)
            self._seats.release()
        return True

    def _enter(self, upload_id: int, ended: threading.Event) -> None:
        with self._lock:
            self._waiting[upload_id].add(ended)
            if not self._watched:
                self._watched = True
                threading.Thread(target=self._watch, name="waiting-room", daemon=True).start()

    def _leave(self, upload_id: int, ended: threading.Event) -> None:
        with self._lock:
            self._waiting[upload_id].discard(ended)
            if not self._waiting[upload_id]:
                del self._waiting[upload_id]

    def _watch(self) -> None:
        """Look again and again until nobody waits any more."""
        pause = threading.Event()
        while self._go_on():
            try:
                self._call_out()
            except Exception as error:  # a database that restarts: those who wait ask again themselves
                logger.warning("It cannot be seen which pictures were answered: %s", error)
                close_old_connections()
            pause.wait(GLANCE)
        connection.close()

    def _go_on(self) -> bool:
        with self._lock:
            self._watched = bool(self._waiting)
            return self._watched

    def _call_out(self) -> None:
        with self._lock:
            uploads = list(self._waiting)
        queued = Upload.objects.filter(pk__in=uploads, status=Upload.Status.QUEUED)
        ended = set(uploads) - set(queued.values_list("pk", flat=True))
        with self._lock:
            for upload_id in ended:
                for event in self._waiting.get(upload_id, ()):
                    event.set()


room = WaitingRoom(settings.SNN_WAITING_PAGES)
"""That of this process."""
