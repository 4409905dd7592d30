"""All runs, and one: its curves while it learns, its choice, and what an epoch gets wrong."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseStopPolling

from training.core.condition import Job
from training.core.recipe import read_recipe
from training.models import TrainingRun
from training.services.desk import command_of, disk_of, judgement_of, live_of, recipe_facts
from training.services.sync import sync_runs
from training.views.access import fresh_run, may

SECONDS_BETWEEN_LOOKS = 3


@require_safe
@may("view")
def runs(request: HttpRequest) -> HttpResponse:
    """List all runs, with what each takes on disk."""
    sync_runs()
    found = list(TrainingRun.objects.all())
    context = {
        "runs": found,
        "bytes": sum(run.bytes for run in found),
        "free": shutil.disk_usage(_existing(Path(settings.SNN_RUNS))).free,
        "has_broker": bool(settings.CELERY_BROKER_URL),
    }
    return render(request, "training/runs.html", context)


@require_safe
@may("view")
def run(request: HttpRequest, name: str) -> HttpResponse:
    """Show one run."""
    found = fresh_run(request, name)
    context = _live_context(found)
    if (found.folder / "recipe.json").exists():
        recipe = read_recipe(found.folder)
        disk, epochs, size = disk_of(found)
        context |= {
            "recipe": recipe,
            "recipe_facts": recipe_facts(recipe),
            "disk": disk,
            "prunable": epochs,
            "prunable_bytes": size,
            "judgement": judgement_of(found, _epoch(request)),
        }
    return render(request, "training/run.html", context)


@require_safe
@may("view")
def live(request: HttpRequest, name: str) -> HttpResponse:
    """Show the part of a run's page that changes while it learns; the last one ends the asking."""
    found = fresh_run(request, name)
    if not found.is_busy:
        response: HttpResponse = HttpResponseStopPolling()
        response["HX-Refresh"] = "true"  # buttons and figures below have changed, too
        return response
    return render(request, "training/_live.html", _live_context(found))


@require_safe
@may("view")
def mistakes(request: HttpRequest, name: str) -> HttpResponse:
    """Show what one epoch gets wrong."""
    found = fresh_run(request, name)
    context = {"run": found, "judgement": judgement_of(found, _epoch(request))}
    return render(request, "training/_mistakes.html", context)


def _live_context(run: TrainingRun) -> dict[str, Any]:
    return {
        "run": run,
        "live": live_of(run),
        "checkpoints": list(run.checkpoints.select_related("version")),
        "seconds": SECONDS_BETWEEN_LOOKS,
        "has_broker": bool(settings.CELERY_BROKER_URL),
        "jobs": {str(job) for job in run.jobs()},
        "commands": {
            "train": command_of("train", "--resume", run.name),
            "choose": command_of("choose", run.name),
            "promote": command_of("promote", run.name),
        },
        "Job": Job,
    }


def _epoch(request: HttpRequest) -> int | None:
    text = request.GET.get("epoch", "")
    return int(text) if text.isdecimal() and len(text) < 6 else None


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())
