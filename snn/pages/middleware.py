"""What is decided of a request before a page sees it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from classifier.api.cors import FOLDERS


class RequestSizeMiddleware:
    """Refuse a request that says it is too large, before a byte of it is read.

    Django limits what it keeps in memory, but writes files of any size to disk while it looks for the form's token.
    A body without a stated length is no way round: WSGI servers then hand over none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _stated_length(request) > settings.SNN_REQUEST_BYTES:
            context = {"megabytes": settings.SNN_REQUEST_BYTES // 1024**2}
            if request.path.startswith(FOLDERS):
                message = f"This is too much at once: {context['megabytes']} MiB is the most."
                return JsonResponse({"error": message, "status": 413}, status=413)
            return render(request, "413.html", context, status=413)
        return self.get_response(request)


def _stated_length(request: HttpRequest) -> int:
    """Return the length that the sender states, in bytes; 0 where it states none or nonsense."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
