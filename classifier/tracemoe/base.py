"""What all addresses of the dialect share: JSON in every case, who asks, and the words that its clients look for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from classifier.callers import Caller, KeyRefused, caller_of

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]


class Refused(Exception):  # noqa: N818 - it reads as what it is
    """An error with its status; `more` stands in the body beside it."""

    def __init__(self, status: int, error: str, *, retry_after: int = 0, **more: object) -> None:
        super().__init__(error)
        self.status = status
        self.retry_after = retry_after
        self.body = {"error": error, **more}


def spoken(view: View) -> View:
    """Let a view raise `Refused`, and answer everything in JSON, whatever happens."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            return _refusal(refusal)
        except Http404 as error:
            return JsonResponse({"error": str(error) or "There is nothing at this address."}, status=404)
        except Exception:
            logger.exception("The trace.moe dialect failed")
            return JsonResponse({"error": "Something went wrong here. It has been logged."}, status=500)

    return answer


def caller(request: HttpRequest) -> Caller:
    """Return who asks.

    Raises:
        Refused: the key is none.
    """
    try:
        return caller_of(request, request.headers.get("x-trace-key", ""), request.user)
    except KeyRefused as error:
        raise Refused(403, "Invalid API key") from error


def with_limits(response: HttpResponseBase, asker: Caller) -> HttpResponseBase:
    """Add the headers by which clients see how fast they may go on."""
    minute = asker.this_minute()
    response["X-RateLimit-Limit"] = response["RateLimit-Limit"] = str(minute.limit)
    response["X-RateLimit-Remaining"] = response["RateLimit-Remaining"] = str(minute.remaining)
    response["RateLimit-Reset"] = str(minute.reset)
    return response


def _refusal(refusal: Refused) -> HttpResponse:
    response = JsonResponse(refusal.body, status=refusal.status)
    if refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response
