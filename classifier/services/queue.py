"""The queue of waiting uploads: counted for pages, closed when it is too long."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from classifier.broker import broker_answers
from classifier.models import Upload
from classifier.services.workers import workers_there

MINUTE = timedelta(minutes=1)

RETRY_SECONDS = (5, 300)
"""The shortest and the longest time after which somebody who was turned away is told to come again."""


class QueueFull(Exception):  # noqa: N818 - it reads as what it is
    """More wait than can soon be answered; `seconds` says when to try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many pictures are waiting. Try again in {seconds} seconds.")
        self.seconds = seconds


@dataclass(frozen=True)
class Wait:
    """How a picture waits: its place in the queue, and what holds the queue up."""

    place: int
    broker_is_away: bool
    nobody_works: bool


def has_queue() -> bool:
    """Tell whether workers answer: without a broker the request that brings a picture does."""
    return bool(settings.CELERY_BROKER_URL)


def waiting_uploads() -> int:
    """Return how many uploads have no answer yet."""
    return Upload.objects.filter(status=Upload.Status.QUEUED).count()


def ended_in_a_minute() -> int:
    """Return how many uploads were answered, or failed, within the last minute."""
    return Upload.objects.filter(ended_at__gte=timezone.now() - MINUTE).count()


def place_of(upload: Upload) -> int:
    """Return the place of a waiting upload in the queue: 1 is next, or being looked at."""
    before = Q(created_at__lt=upload.created_at) | Q(created_at=upload.created_at, pk__lt=upload.pk)
    return 1 + Upload.objects.filter(before, status=Upload.Status.QUEUED).count()


def wait_of(upload: Upload) -> Wait:
    """Return how a waiting upload waits."""
    return Wait(place_of(upload), not broker_answers(), not workers_there().exists())


def check_room() -> None:
    """Refuse one more picture where more wait than `SNN_QUEUE_LIMIT`.

    Raises:
        QueueFull: with the seconds after which there should be room, told from what was answered in the last minute.
    """
    if not has_queue() or (waiting := waiting_uploads()) < settings.SNN_QUEUE_LIMIT:
        return
    a_second = max(ended_in_a_minute() / MINUTE.total_seconds(), 1 / MINUTE.total_seconds())
    shortest, longest = RETRY_SECONDS
    raise QueueFull(min(max(math.ceil((waiting + 1 - settings.SNN_QUEUE_LIMIT) / a_second), shortest), longest))
