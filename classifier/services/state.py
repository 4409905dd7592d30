"""How recognition is doing: for the status page, for health checks and for figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypedDict

from django.conf import settings
from django.db.models import Avg, Count
from django.utils import timezone
from django.utils.module_loading import import_string

from classifier.broker import broker_answers
from classifier.models import Answer, ModelVersion, Task, Upload, Worker
from classifier.predictors import DeviceError
from classifier.services.queue import MINUTE, ended_in_a_minute, has_queue, waiting_uploads
from classifier.services.workers import workers_there

HOUR = timedelta(hours=1)


class DeviceShare(TypedDict):
    """How many answers of the last hour a device gave, and the milliseconds that its network took on average."""

    device: str
    answers: int
    ms: float


@dataclass(frozen=True)
class QueueState:
    """The queue and its workers now. Without a queue there are none, and the broker counts as answering."""

    has_queue: bool
    broker_answers: bool
    waiting: int
    oldest_seconds: float
    ended: int
    failed: int
    workers: Sequence[Worker]
    version: ModelVersion | None
    others: Sequence[ModelVersion]  # that answer the tasks beside the first

    @property
    def devices(self) -> Counter[str]:
        """How many workers there are on each device."""
        return Counter(worker.device for worker in self.workers)

    @property
    def is_held_up(self) -> bool:
        """Whether pictures wait for something that is not there."""
        return self.has_queue and not (self.broker_answers and self.workers)


def queue_state() -> QueueState:
    """Return how many wait, for how long, and who is there to answer."""
    now = timezone.now()
    oldest = Upload.objects.filter(status=Upload.Status.QUEUED).order_by("created_at").first()
    failed = Upload.objects.filter(ended_at__gte=now - MINUTE, status=Upload.Status.FAILED)
    return QueueState(
        has_queue=has_queue(),
        broker_answers=not has_queue() or broker_answers(),
        waiting=waiting_uploads(),
        oldest_seconds=(now - oldest.created_at).total_seconds() if oldest else 0.0,
        ended=ended_in_a_minute(),
        failed=failed.count(),
        workers=list(workers_there()) if has_queue() else [],
        version=ModelVersion.objects.active(Task.SHOW),
        others=list(ModelVersion.objects.active_ones().exclude(task=Task.SHOW).order_by("task")),
    )


def answers_by_device() -> list[DeviceShare]:
    """Return who really answered which show pictures are from in the last hour, the busiest first."""
    lately = Answer.objects.filter(created_at__gte=timezone.now() - HOUR, version__task=Task.SHOW)
    shares = lately.order_by().values("device").annotate(answers=Count("pk"), ms=Avg("ms"))
    return [DeviceShare(**share) for share in shares.order_by("-answers")]


def device_in_place() -> str:
    """Return what runs the network in this very process, or why nothing does."""
    try:
        device: str = import_string(settings.SNN_PREDICTOR).check(settings.SNN_DEVICE)
    except (DeviceError, ImportError) as error:
        return str(error)
    return device
