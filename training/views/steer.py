"""The buttons of a run: go on, stop, choose, promote, let answer, take back, make room."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.views.decorators.http import require_POST

from training.core.condition import Job
from training.models import Checkpoint, TrainingRun
from training.services.pruning import prune_run
from training.services.runs import RunError
from training.services.steering import ask_for, forget_run, let_answer, stop_run, take_back
from training.tasks import wake_worker
from training.views.access import fresh_run, may

NO_QUEUE = "There is no queue here (CELERY_BROKER_URL is not set): type the command that the page shows."


@require_POST
@may("change")
def steer(request: HttpRequest, name: str) -> HttpResponse:
    """Do what the pressed button says, and show the run again with what came of it."""
    run = fresh_run(request, name)
    action = request.POST.get("action", "")
    try:
        said = ACTIONS.get(action, _unknown)(request, run)
    except RunError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(run) if TrainingRun.objects.filter(pk=run.pk).exists() else redirect("training:runs")


def _job(job: Job, said: str) -> Callable[[HttpRequest, TrainingRun], str]:
    """Make an action that asks a worker for a job."""

    def ask(request: HttpRequest, run: TrainingRun) -> str:
        if not settings.CELERY_BROKER_URL:
            raise RunError(NO_QUEUE)
        ask_for(run, job, by=request.user.get_username(), epoch=_epoch(request) if job is Job.PROMOTE else None)
        transaction.on_commit(wake_worker)
        return said.format(run.name)

    return ask


def _stop(request: HttpRequest, run: TrainingRun) -> str:
    return stop_run(run, by=request.user.get_username())


def _prune(request: HttpRequest, run: TrainingRun) -> str:
    pruned = prune_run(run)
    if not pruned.bytes:
        return f"{run.name} holds nothing that can go."
    return f"{filesizeformat(pruned.bytes)} are free again."


def _answer(request: HttpRequest, run: TrainingRun) -> str:
    checkpoint = get_object_or_404(Checkpoint.objects.exclude(version=None), run=run, epoch=_epoch(request) or 0)
    assert checkpoint.version is not None  # noqa: S101 - excluded above
    let_answer(checkpoint.version)
    return f"{checkpoint.version.name} answers now."


def _take_back(request: HttpRequest, run: TrainingRun) -> str:
    return f"{take_back(run.task).name} answers again."


def _forget(request: HttpRequest, run: TrainingRun) -> str:
    forget_run(run)
    return f"{run.name} was dropped."


def _unknown(request: HttpRequest, run: TrainingRun) -> str:
    raise RunError("There is no such button.")


def _epoch(request: HttpRequest) -> int | None:
    text = request.POST.get("epoch", "")
    return int(text) if text.isdecimal() and len(text) < 6 else None


ACTIONS: dict[str, Callable[[HttpRequest, TrainingRun], str]] = {
    "train": _job(Job.TRAIN, "{} waits for a training worker."),
    "choose": _job(Job.CHOOSE, "{} waits to be scored and chosen from."),
    "promote": _job(Job.PROMOTE, "{} waits to be exported."),
    "stop": _stop,
    "prune": _prune,
    "answer": _answer,
    "rollback": _take_back,
    "forget": _forget,
}
