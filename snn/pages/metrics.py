"""Figures for Prometheus: requests as each process counted them, the queue and its workers as the database says.

`/metrics` is there for whoever bears the token `SNN_METRICS_TOKEN`, and for nobody where none is set.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from classifier.services import queue_state

REQUESTS = Histogram(
    "snn_request_seconds",
    "Time that requests took",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30),
)


class Figures(Collector):
    """The queue, its workers, and the disk."""

    def collect(self) -> Iterator[Metric]:
        state = queue_state()
        yield GaugeMetricFamily("snn_uploads_waiting", "Pictures without an answer yet", state.waiting)
        yield GaugeMetricFamily("snn_oldest_wait_seconds", "How long the oldest of them waits", state.oldest_seconds)
        yield GaugeMetricFamily("snn_uploads_ended_a_minute", "Pictures that ended in the last minute", state.ended)
        yield GaugeMetricFamily("snn_uploads_failed_a_minute", "Those of them that failed", state.failed)
        yield GaugeMetricFamily(
            "snn_broker_up", "Whether the broker answers; 1 without a queue", int(state.broker_answers)
        )
        yield GaugeMetricFamily("snn_network_active", "Whether a network answers", int(bool(state.version)))
        workers = GaugeMetricFamily("snn_workers", "Workers that are there", labels=("device",))
        answered = CounterMetricFamily(
            "snn_worker_answered", "Pictures that a worker took", labels=("worker", "device")
        )
        for device, there in state.devices.items():
            workers.add_metric((device,), there)
        for worker in state.workers:
            answered.add_metric((worker.name, worker.device), worker.answered)
        yield from (workers, answered)
        free = shutil.disk_usage(Path(settings.MEDIA_ROOT) if Path(settings.MEDIA_ROOT).exists() else settings.VAR).free
        yield GaugeMetricFamily("snn_disk_free_bytes", "Room where pictures are kept", free)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Return all figures in Prometheus's own format."""
    token: str = settings.SNN_METRICS_TOKEN
    if not token:
        raise Http404("No token is set for figures.")
    if not constant_time_compare(request.headers.get("authorization", ""), f"Bearer {token}"):
        return HttpResponse("Figures need their token.\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Figures())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # set by gunicorn.conf.py: every process writes there
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_OfThisProcess())
    return registry


class _OfThisProcess(Collector):
    """The requests that this process answered."""

    def collect(self) -> Iterator[Metric]:
        return (metric for metric in REGISTRY.collect() if metric.name == "snn_request_seconds")
