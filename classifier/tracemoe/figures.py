"""What may still be asked, what was asked, and how much there is to search in."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from catalog.models import Frame
from classifier.models import FrameScore, ModelVersion, Task, UsageLog
from classifier.services.usage import PERIODS, counts, quantiles, usage_of
from classifier.tracemoe.base import Refused, caller, spoken, with_limits
from classifier.tracemoe.records import shows_numbered
from classifier.tracemoe.search import UNLIMITED

CONCURRENCY = 1
"""Searches at once that every asker is promised; more are answered as they can be."""


@spoken
def me(request: HttpRequest) -> HttpResponseBase:
    """Tell a caller their quota, or with `period` what they asked."""
    asker = caller(request)
    if "period" in request.GET:
        series = counts(usage_of(asker.key, asker.address), _period(request))
        return with_limits(JsonResponse(series, safe=False), asker)
    rest = asker.today()
    body = {
        "id": asker.key.name if asker.key else asker.address,
        "priority": 1 if asker.key else 0,
        "concurrency": CONCURRENCY,
        "quota": UNLIMITED if rest.limit is None else rest.limit,
        "quotaUsed": rest.used,
    }
    return with_limits(JsonResponse(body), asker)


@spoken
def status(request: HttpRequest) -> HttpResponseBase:
    """Tell how much there is to search in; with `id` which episodes of a show."""
    if "id" in request.GET:
        return JsonResponse(_episodes(request.GET["id"]), safe=False)
    version = ModelVersion.objects.active(Task.SHOW)
    frames = Frame.objects.approved()
    updated = frames.aggregate(newest=Max("created_at"))["newest"]
    return JsonResponse(
        {
            "updated": updated.isoformat() if updated else None,
            "rowCount": FrameScore.objects.filter(version=version).count() if version else 0,
            "mediaCount": frames.order_by().values("show").distinct().count(),
            "mediaFramesTotal": frames.count(),
        }
    )


@spoken
def stats(request: HttpRequest) -> HttpResponseBase:
    """Tell how many searches there were, how quick and how sure they were, of everybody together."""
    usage = UsageLog.objects.all()
    match request.GET.get("type", "traffic"):
        case "traffic":
            series = counts(usage, _period(request))
        case "speed":
            series = quantiles(usage, _period(request), "ms")
        case "accuracy":
            series = quantiles(usage, _period(request), "similarity")
        case _:
            raise Refused(400, "Invalid type")
    return JsonResponse(series, safe=False)


def _period(request: HttpRequest) -> str:
    period = request.GET.get("period", "hour")
    if period not in PERIODS:
        raise Refused(400, "Invalid period")
    return period


def _episodes(text: str) -> list[dict[str, Any]]:
    if not (text.isascii() and text.removeprefix("-").isdecimal() and len(text) < 10):
        raise Refused(400, "Invalid param id: must be a number")
    show = shows_numbered(int(text)).first()
    if show is None:
        return []
    episodes = Frame.objects.public().filter(show=show).order_by("episode").values_list("episode", flat=True).distinct()
    return [{"path": f"{show.title}/{'' if episode is None else episode}".rstrip("/")} for episode in episodes]
