"""Which other sites may let the browsers of their visitors ask the API, and errors in JSON before a view is reached."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

FOLDERS = ("/api/", "/tracemoe/")
_METHODS = "GET, POST, PUT, DELETE, OPTIONS"
_HEADERS = "Authorization, Content-Type, X-API-Key, x-trace-key"
_SHOWN = "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Quota-Limit, X-Quota-Remaining"


class CorsMiddleware:
    """Lets the sites that `SNN_CORS_ORIGINS` names ask the API. Cookies are never part of it: they send a key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = request.headers.get("origin", "")
        if not (request.path.startswith(FOLDERS) and origin and settings.SNN_CORS_ORIGINS):
            return self.get_response(request)
        asks_first = request.method == "OPTIONS" and "access-control-request-method" in request.headers
        response = HttpResponse(status=204) if asks_first else self.get_response(request)
        patch_vary_headers(response, ["Origin"])
        if "*" in settings.SNN_CORS_ORIGINS or origin in settings.SNN_CORS_ORIGINS:
            response["Access-Control-Allow-Origin"] = "*" if "*" in settings.SNN_CORS_ORIGINS else origin
            response["Access-Control-Expose-Headers"] = _SHOWN
            if asks_first:
                response["Access-Control-Allow-Methods"] = _METHODS
                response["Access-Control-Allow-Headers"] = _HEADERS
                response["Access-Control-Max-Age"] = "600"
        return response
