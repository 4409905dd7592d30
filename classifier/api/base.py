"""What all addresses of the API share: who asks, JSON in every case, and how much of a quota is left."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from classifier.callers import Caller, KeyRefused, QuotaSpent, TooOften, caller_of
from classifier.core.image import ImageRefused
from classifier.services import QueueFull

logger = logging.getLogger(__name__)


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer snn_…` or `X-API-Key: snn_…`."""

    def authenticate(self, request: Request) -> tuple[Any, Caller] | None:
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        text = bearer.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
        if not text:
            return None
        try:
            caller = caller_of(request._request, text, request._request.user)
        except KeyRefused as error:
            raise AuthenticationFailed(str(error)) from error
        return caller.user, caller

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class Described(AutoSchema):
    """Says of an address what stands beside its method, and nothing of the docstring of its class."""

    def get_description(self) -> str:  # type: ignore[override]  # drf-stubs say Any of it
        return ""


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """How the description says that a key is sent."""

    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class JsonAlways(BaseContentNegotiation):
    """Whatever a program says that it likes, it gets JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return DefaultContentNegotiation().select_parser(request, parsers)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class ApiView(APIView):
    """An address of the API."""

    authentication_classes = (KeyAuthentication, SessionAuthentication)
    permission_classes = ()
    throttle_classes = ()  # `Caller` counts pictures, whichever way they come
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = JsonAlways
    schema = Described()

    @cached_property
    def caller(self) -> Caller:
        """Whoever asks, once they are known."""
        request = self.request
        return request.auth if isinstance(request.auth, Caller) else caller_of(request._request, "", request.user)

    def get_exception_handler(self) -> Any:
        return as_error

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["X-Content-Type-Options"] = "nosniff"
        final["Cache-Control"] = "no-store"
        return final


def error_body(message: str, status: int, **more: object) -> dict[str, object]:
    """Return what every error of the API looks like."""
    return {"error": message, "status": status, **more}


def as_error(error: Exception, context: dict[str, Any]) -> Response:
    """Answer any failure with a sentence; what was not foreseen is logged."""
    if foreseen := _foreseen(error):
        message, status, seconds = foreseen
        later = {"retry_after": seconds} if seconds else {}
        return Response(
            error_body(message, status, **later), status, headers={"Retry-After": str(seconds)} if later else {}
        )
    found = exception_handler(error, context)  # also turns Django's 404 and 403 into those of the framework
    if found is None:
        logger.error("The API failed", exc_info=error)
        return Response(error_body("Something went wrong here. It has been logged.", 500), 500)
    if found.status_code == 404:
        found.data = error_body("There is nothing at this address.", 404)
    elif "detail" in found.data:
        found.data = error_body(str(found.data["detail"]), found.status_code)
    else:
        found.data = error_body(_sentence(found.data), found.status_code, fields=found.data)
    return found


def _foreseen(error: Exception) -> tuple[str, int, int] | None:
    """Return the sentence and the status of a refusal of ours, and after how many seconds to try again, or 0."""
    match error:
        case TooOften() | QuotaSpent():
            return error.message, error.status, error.seconds
        case ImageRefused():
            return error.message, error.status, 0
        case QueueFull():
            return str(error), 503, error.seconds
        case RequestDataTooBig():
            return "This much text is not read. Send pictures as files, not in it.", 413, 0
        case SuspiciousOperation():
            return "This request cannot be read.", 400, 0
    return None


def _sentence(fields: Any) -> str:
    """Say the first of the complaints about fields in a line."""
    if isinstance(fields, dict):
        name, complaint = next(iter(fields.items()))
        return f"{name}: {_sentence(complaint)}"
    return _sentence(fields[0]) if isinstance(fields, list) else str(fields)
