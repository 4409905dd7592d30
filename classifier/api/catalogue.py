"""Shows and frames, as their pages show them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.pagination import PageNumberPagination

from catalog.models import Frame, Show
from catalog.services import search_shows
from classifier.api.base import ApiView
from classifier.api.shapes import FrameShape, ShowShape


class Pages(PageNumberPagination):
    """Lists come in pages."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class Shows(ApiView, ListAPIView[Show]):
    """The shows of the catalogue."""

    serializer_class = ShowShape
    pagination_class = Pages

    @extend_schema(
        operation_id="shows",
        summary="List shows, or find them by a title in any language",
        parameters=[OpenApiParameter("q", str, description="Words of a title.")],
    )
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Show]:
        found = search_shows(self.request.query_params.get("q", "")[:200])
        return found.prefetch_related("genres", "studios")


class OneShow(ApiView, RetrieveAPIView[Show]):
    """A show."""

    serializer_class = ShowShape
    lookup_field = "slug"
    queryset = Show.objects.listed().prefetch_related("genres", "studios")

    @extend_schema(operation_id="show", summary="Ask for a show")
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)


class Frames(ApiView, ListAPIView[Frame]):
    """The frames that visitors may see; what is kept for games is not among them."""

    serializer_class = FrameShape
    pagination_class = Pages

    @extend_schema(
        operation_id="frames",
        summary="List frames",
        parameters=[
            OpenApiParameter("show", str, description="The slug of a show."),
            OpenApiParameter("episode", int, description="A number of an episode."),
        ],
    )
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Frame]:
        asked = self.request.query_params
        frames = Frame.objects.public().select_related("show").order_by("show", "episode", "time", "pk")
        if "show" in asked:
            frames = frames.filter(show__slug=asked["show"])
        if "episode" in asked:
            episode = asked["episode"]
            frames = frames.filter(episode=int(episode)) if _is_small(episode) else frames.none()
        return frames


class OneFrame(ApiView, RetrieveAPIView[Frame]):
    """A frame."""

    serializer_class = FrameShape
    lookup_field = "sha256"
    queryset = Frame.objects.public().select_related("show")

    @extend_schema(operation_id="frame", summary="Ask for a frame")
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)


def _is_small(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 5
