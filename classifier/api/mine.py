"""What belongs to whoever asks: the list of shows they have seen, and their quota."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.models import Show
from catalog.services import seen_list_of, tick_shows, untick_shows
from classifier.api.base import ApiView
from classifier.api.shapes import ErrorShape, QuotaShape, SeenShape


class Seen(ApiView):
    """The list of what somebody has seen; games ask about nothing else."""

    parser_classes = (JSONParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not request.user.is_authenticated:
            raise NotAuthenticated("A list belongs to an account: send a key that was made in one.")

    @extend_schema(operation_id="seen", summary="Ask what I have seen", responses={200: SeenShape, 401: ErrorShape})
    def get(self, request: Request) -> Response:
        seen_list = seen_list_of(request.user, "")
        ticked = seen_list.shows.order_by("show__slug").values_list("show__slug", flat=True) if seen_list else []
        return Response({"shows": list(ticked)})

    @extend_schema(
        operation_id="seen_replace",
        summary="Say what I have seen",
        description="Slugs, or numbers at MyAnimeList. What is not among them is taken off the list.",
        request=SeenShape,
        responses={200: SeenShape, 400: ErrorShape, 401: ErrorShape},
    )
    def put(self, request: Request) -> Response:
        shows = _shows(request)
        untick_shows(request.user, "", Show.objects.exclude(pk__in=shows))
        tick_shows(request.user, "", shows)
        return self.get(request)

    @extend_schema(
        operation_id="seen_add",
        summary="Add to what I have seen",
        request=SeenShape,
        responses={200: SeenShape, 400: ErrorShape, 401: ErrorShape},
    )
    def post(self, request: Request) -> Response:
        tick_shows(request.user, "", _shows(request))
        return self.get(request)

    @extend_schema(
        operation_id="seen_remove",
        summary="Take off what I have seen",
        description="The shows of the body, or all of them without one.",
        request=SeenShape,
        responses={200: SeenShape, 400: ErrorShape, 401: ErrorShape},
    )
    def delete(self, request: Request) -> Response:
        untick_shows(request.user, "", _shows(request) if request.data else None)
        return self.get(request)


class Quota(ApiView):
    """What one may still send."""

    @extend_schema(operation_id="quota", summary="Ask what I may still send", responses={200: QuotaShape})
    def get(self, request: Request) -> Response:
        caller = self.caller
        rest = caller.today()
        return Response(
            {
                "key": caller.key.name if caller.key else None,
                "quota": rest.limit,
                "used": rest.used,
                "remaining": rest.remaining,
                "reset": rest.reset,
                "per_minute": caller.per_minute,
            }
        )


def _shows(request: Request) -> QuerySet[Show]:
    """Return the shows that a body names; one that nobody has is an error, and nothing is changed."""
    shape = SeenShape(data=request.data)
    shape.is_valid(raise_exception=True)
    names = set(shape.validated_data["shows"])
    numbers = {int(name) for name in names if name.isascii() and name.isdecimal() and len(name) < 10}
    named = Show.objects.listed().filter(Q(slug__in=names) | Q(mal_id__in=numbers))
    found = {text for slug, mal_id in named.values_list("slug", "mal_id") for text in (slug, str(mal_id))}
    if missing := sorted(names - found):
        raise ValidationError({"shows": f"There is no show {missing[0]!r} here; {len(missing)} of them are unknown."})
    return Show.objects.filter(pk__in=named.order_by().values("pk"))
