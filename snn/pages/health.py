"""For programs that watch over the site: does this process live, and can it serve?"""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from classifier.services import queue_state

OK = "ok"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers, whatever else is wrong: restarting it would not help."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether pictures can be taken: 200, or 503 with the reason. What merely holds up answers stands beside it."""
    needed = {"database": _database(), "storage": _storage()}
    ready = set(needed.values()) == {OK}
    beside = _queue() if needed["database"] == OK else {}
    return JsonResponse({"ready": ready, **needed, **beside}, status=200 if ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"The database does not answer: {str(error).strip()}"
    return OK


def _storage() -> str:
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"written")
            file.flush()
    except OSError as error:
        return f"Pictures cannot be kept: {error.strerror}"
    return OK


def _queue() -> dict[str, str]:
    state = queue_state()
    is_full = state.has_queue and state.waiting >= settings.SNN_QUEUE_LIMIT
    return {
        "network": OK if state.version else "No network is active.",
        "broker": OK if state.broker_answers else "The broker does not answer; pictures wait.",
        "workers": OK if state.workers or not state.has_queue else "No worker is there; pictures wait.",
        "queue": "The queue is full; pictures are turned away." if is_full else OK,
    }
