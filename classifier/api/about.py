"""What the API says of itself: what there is, the networks behind it, its description for programs and for people."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from classifier.api.base import ApiView, error_body
from classifier.api.catalogue import Pages
from classifier.api.shapes import VersionShape
from classifier.models import ModelVersion

_NAMES = ("recognise", "shows", "frames", "seen", "versions", "quota", "schema", "docs")
_METHODS = ("get", "post", "put", "patch", "delete")


class Index(ApiView):
    """What there is."""

    @extend_schema(
        operation_id="index",
        summary="List the addresses",
        responses={200: inline_serializer("Index", {name: serializers.URLField() for name in _NAMES})},
    )
    def get(self, request: Request) -> Response:
        return Response({name: str(reverse(f"api:{name}", request=request)) for name in _NAMES})


class Versions(ApiView, ListAPIView[ModelVersion]):
    """The networks that answer, answered, or are ready to."""

    serializer_class = VersionShape
    pagination_class = Pages
    queryset = ModelVersion.objects.exclude(state=ModelVersion.State.PREPARING)

    @extend_schema(operation_id="versions", summary="List the networks")
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)


class OneVersion(ApiView, RetrieveAPIView[ModelVersion]):
    """A network."""

    serializer_class = VersionShape
    lookup_field = "name"
    queryset = ModelVersion.objects.exclude(state=ModelVersion.State.PREPARING)

    @extend_schema(operation_id="version", summary="Ask for a network")
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)


@require_safe
def schema(request: HttpRequest) -> JsonResponse:
    """Describe every address as OpenAPI 3."""
    return JsonResponse(_described(), json_dumps_params={"indent": 2})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the same to people."""
    context = {
        "operations": _operations(_described()),
        "anonymous_quota": settings.SNN_API_QUOTA,
        "per_minute": settings.SNN_UPLOADS_PER_MINUTE,
        "at_once": settings.SNN_PICTURES_AT_ONCE,
        "base": request.build_absolute_uri(reverse("api:index")),
        "tracemoe": request.build_absolute_uri(reverse("tracemoe:root")).rstrip("/"),
    }
    return render(request, "classifier/api_docs.html", context)


def unknown(request: HttpRequest, rest: str = "") -> JsonResponse:
    """Answer for addresses below `/api/` that are none."""
    return JsonResponse(error_body("There is nothing at this address.", 404), status=404)


@cache
def _described() -> dict[str, Any]:
    from classifier.api import urls

    patterns = [path("api/", include(urls.described))]
    generator = SchemaGenerator(patterns=patterns, api_version="1")  # type: ignore[no-untyped-call]
    description: dict[str, Any] = generator.get_schema(public=True)  # type: ignore[no-untyped-call]
    description["info"] = {
        "title": "SNN",
        "version": "1",
        "description": "Says which anime a picture is from.",
    }
    return description


def _operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a page shows of each address and method, fields of the answer spelled out."""
    return [
        {
            "method": method.upper(),
            "path": address,
            "summary": operation.get("summary", ""),
            "description": operation.get("description", ""),
            "parameters": operation.get("parameters", []),
            "statuses": sorted(operation["responses"]),
            "fields": _fields(description, operation),
        }
        for address, method, operation in _each(description)
    ]


def _each(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (address, method, operations[method])
        for address, operations in description["paths"].items()
        for method in _METHODS
        if method in operations
    ]


def _fields(description: dict[str, Any], operation: dict[str, Any]) -> list[tuple[str, str]]:
    """Return name and meaning of the fields of an answer that went well."""
    content = operation["responses"].get("200", {}).get("content", {})
    shape = content.get("application/json", {}).get("schema", {})
    return [(name, field.get("description", "")) for name, field in _properties(description, shape).items()]


def _properties(description: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in shape:
        shape = description["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    properties: dict[str, Any] = shape.get("properties", {})
    if "items" in properties.get("results", {}):  # of a list its rows are of interest
        return _properties(description, properties["results"]["items"])
    return properties
