"""Addresses of the dialect. They are read when the first of them is asked for: see `snn.urls`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from classifier.tracemoe import anilist, figures, previews, search

app_name = "tracemoe"


@csrf_exempt
def root(request: HttpRequest) -> HttpResponse:
    """Say that somebody is here."""
    return HttpResponse("ok", content_type="text/plain")


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> JsonResponse:
    """Answer for addresses that are none."""
    return JsonResponse({"error": "There is nothing at this address."}, status=404)


urlpatterns = [
    path("", root, name="root"),
    path("search", search.search, name="search"),
    path("me", figures.me, name="me"),
    path("status", figures.status, name="status"),
    path("stats", figures.stats, name="stats"),
    path("anilist", anilist.anilist, name="anilist"),
    path("image/<slug:key>", previews.image, name="image"),
    path("video/<slug:key>", previews.video, name="video"),
    re_path(r"^(?P<rest>.+)$", unknown, name="unknown"),
]
