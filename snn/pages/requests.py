"""What is noted of every request: an id that all its lines in the log bear, how long it took, how it ended.

No line names a sender, and none an address that is a secret: a request is told by its route.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from snn.pages.metrics import REQUESTS

logger = logging.getLogger("snn.requests")

_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)

OWN = frozenset({"healthz", "readyz", "metrics"})
"""Routes that programs ask every few seconds; they stay out of the log."""


class RequestMiddleware:
    """Gives each request an id, that of the proxy in front where there is one, and notes its end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = _request_id(request)
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            start = time.perf_counter()
            response = self.get_response(request)
            _note(request, response, time.perf_counter() - start)
        response["X-Request-ID"] = request_id
        return response


def _request_id(request: HttpRequest) -> str:
    given = request.headers.get("x-request-id", "") if settings.SNN_PROXIES else ""
    return given if _ID.fullmatch(given) else uuid.uuid4().hex


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route = request.resolver_match.route if request.resolver_match else "none"
    REQUESTS.labels(request.method, route, response.status_code).observe(seconds)
    if route not in OWN:
        facts = {"method": request.method, "route": route, "status": response.status_code}
        with structlog.contextvars.bound_contextvars(**facts, ms=round(seconds * 1000, 1)):
            logger.info("Request answered")
