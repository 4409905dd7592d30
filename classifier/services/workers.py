"""Workers, as they report themselves: who is there, on what device, and how much it answered."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from classifier.models import ModelVersion, Task, Worker

SILENT = timedelta(seconds=30)
"""A worker that said nothing for so long counts as gone."""


def report_start(name: str, device: str) -> None:
    """Enter a worker that is ready; an older one of the same name is replaced."""
    now = timezone.now()
    fresh = {"device": device, "started_at": now, "seen_at": now, "answered": 0, "version": None}
    Worker.objects.update_or_create(name=name, defaults=fresh)


def report_alive(name: str, *, answered: int = 0) -> None:
    """Say that a worker is there, and how many pictures more it answered with the active network."""
    changes: dict[str, object] = {"seen_at": timezone.now()}
    if answered:
        changes |= {"answered": F("answered") + answered, "version": ModelVersion.objects.active(Task.SHOW)}
    Worker.objects.filter(name=name).update(**changes)


def report_end(name: str) -> None:
    """Take out a worker that ends."""
    Worker.objects.filter(name=name).delete()


def workers_there() -> QuerySet[Worker]:
    """Return the workers that said something lately."""
    return Worker.objects.filter(seen_at__gte=timezone.now() - SILENT).select_related("version")
