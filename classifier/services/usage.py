"""What was asked through the trace.moe dialect, as its clients like to be told."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Trunc
from django.utils import timezone

from classifier.models import ApiKey, UsageLog

PERIODS = {"minute": timedelta(minutes=60), "hour": timedelta(hours=72), "day": timedelta(days=60)}
"""The steps of a series, and how far back it reaches."""

STATUSES = (200, 400, 402, 405, 500, 503)
_QUANTILES = (0, 10, 25, 50, 75, 90, 100)


def log_usage(key: ApiKey | None, address: str, *, status: int, ms: float, similarity: float | None) -> None:
    """Note one search."""
    UsageLog.objects.create(key=key, caller=_scrambled(key, address), status=status, ms=ms, similarity=similarity)


def usage_of(key: ApiKey | None, address: str) -> QuerySet[UsageLog]:
    """Return the searches of a key, or of an address without one."""
    return UsageLog.objects.filter(key=key, caller=_scrambled(key, address))


def counts(usage: QuerySet[UsageLog], period: str) -> list[dict[str, Any]]:
    """Count searches by step and status, oldest first; `period` is one of `PERIODS`."""
    steps: dict[datetime, Counter[int]] = defaultdict(Counter)
    for step, status in _steps(usage, period, "status"):
        steps[step][status] += 1
    return [
        {"time": step.isoformat(), **{str(status): found[status] for status in STATUSES}, "total": found.total()}
        for step, found in sorted(steps.items())
    ]


def quantiles(usage: QuerySet[UsageLog], period: str, field: str) -> list[dict[str, Any]]:
    """Return quantiles of `ms` or `similarity` of the searches that went well, by step, oldest first."""
    steps: dict[datetime, list[float]] = defaultdict(list)
    for step, value in _steps(usage.filter(status=200).exclude(**{field: None}), period, field):
        steps[step].append(value)
    return [
        {"time": step.isoformat()}
        | {f"p{q}": float(value) for q, value in zip(_QUANTILES, np.percentile(values, _QUANTILES), strict=True)}
        for step, values in sorted(steps.items())
    ]


def purge_usage(now: datetime) -> int:
    """Delete searches that no series reaches, forget by whom those older than a day were; return how many went."""
    UsageLog.objects.filter(created_at__lt=now - timedelta(days=1)).exclude(caller="").update(caller="")
    return UsageLog.objects.filter(created_at__lt=now - PERIODS["day"]).delete()[0]


def _steps(usage: QuerySet[UsageLog], period: str, field: str) -> Iterable[tuple[datetime, Any]]:
    """Return the step and a field of each search that a series reaches."""
    recent = usage.filter(created_at__gte=timezone.now() - PERIODS[period]).order_by()
    return recent.values_list(Trunc("created_at", period), field)


def _scrambled(key: ApiKey | None, address: str) -> str:
    if key is not None:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:32]
