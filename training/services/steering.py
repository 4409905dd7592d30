"""Asking for what takes long, and ending it: rows say what is to be done, a worker does it, files say how it went."""

from __future__ import annotations

import contextlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from classifier.models import ModelVersion
from classifier.services import VersionError, activate_version, rollback_version
from training.core.condition import Condition, Job
from training.models import TrainingRun
from training.process import ask_to_stop, stop_path, this_host
from training.services.runs import RunError, run_folder
from training.services.sync import sync_run

NOTHING_ASKED: dict[str, Any] = {
    "job": "",
    "job_state": TrainingRun.JobState.NONE,
    "job_epoch": None,
    "job_host": "",
    "job_pid": None,
}


def ask_for_run(name: str, asked: dict[str, Any], *, by: str) -> TrainingRun:
    """Ask for a run that is not made yet; a worker reads its pictures, makes it and trains it.

    `asked`: what `training.services.work` hands to `create_run`, as JSON.

    Raises:
        RunError: the name cannot be a folder's, or is taken.
    """
    if run_folder(name).exists() or TrainingRun.objects.filter(name=name, job_state="waiting").exists():
        raise RunError(f"There is a run {name} already; take another name.")
    values = {
        **NOTHING_ASKED,
        "task": asked.get("task", "show"),
        "condition": Condition.WAITING,
        "epochs": asked.get("options", {}).get("epochs", 0),
        "asked": asked,
        "note": "",
        "made_at": timezone.now(),
        **_asked(Job.TRAIN, by),
    }
    run, _ = TrainingRun.objects.update_or_create(name=name, defaults=values)
    return run


def ask_for(run: TrainingRun, job: Job, *, by: str, epoch: int | None = None) -> None:
    """Ask a worker for a job with a run.

    Raises:
        RunError: it makes no sense now; the message says why, and nothing was asked.
    """
    with transaction.atomic():
        locked = TrainingRun.objects.select_for_update().prefetch_related("checkpoints").get(pk=run.pk)
        if locked.is_busy:
            raise RunError(f"{run.name} is busy; wait until it is done, or stop it first.")
        if job not in locked.jobs():
            raise RunError(f"{run.name} is {locked.get_condition_display().lower()}: {_why_not(job)}")
        if job is Job.PROMOTE and epoch is None and not locked.checkpoints.filter(is_chosen=True).exists():
            raise RunError(f"No epoch of {run.name} was chosen yet.")
        if epoch is not None and not locked.checkpoints.filter(epoch=epoch, is_kept=True, top1__isnull=False).exists():
            raise RunError(f"The weights of epoch {epoch} of {run.name} are not kept, or it was not scored.")
        TrainingRun.objects.filter(pk=run.pk).update(job_epoch=epoch, note="", **_asked(job, by))


def stop_run(run: TrainingRun, *, by: str) -> str:
    """End what is done with a run, after the step under way, or take back what nobody began; say which.

    Raises:
        RunError: nothing is done with it.
    """
    waiting = TrainingRun.objects.filter(pk=run.pk, job_state=TrainingRun.JobState.WAITING)
    if waiting.update(**NOTHING_ASKED, note=f"Taken back by {by}."):
        return f"Nobody had begun with {run.name}; it was taken back."
    fresh = sync_run(run.name)
    if fresh is None or not fresh.is_busy:
        raise RunError(f"{run.name} is not running.")
    if _is_abandoned(fresh):
        TrainingRun.objects.filter(pk=run.pk).update(**NOTHING_ASKED, note="Its worker is not heard of any more.")
        return f"Nothing is heard of the worker of {run.name}; it can be asked again."
    if fresh.job_state and fresh.job != Job.TRAIN:
        raise RunError(f"{run.name} is being scored or exported, which ends by itself soon; only training is stopped.")
    ask_to_stop(fresh.folder)
    return f"{run.name} ends after the step under way. It can be resumed."


def _is_abandoned(run: TrainingRun) -> bool:
    """Tell of a job on another host, with nothing alive and a stop already asked for, that its worker is gone."""
    elsewhere = bool(run.job_state) and run.job_host != this_host()
    return elsewhere and not run.is_running and (run.job != Job.TRAIN or stop_path(run.folder).exists())


def forget_run(run: TrainingRun) -> None:
    """Drop a run that was asked for and never made.

    Raises:
        RunError: its folder is there, or a worker is at it.
    """
    if (run.folder / "recipe.json").exists() or run.job_state == TrainingRun.JobState.RUNNING:
        raise RunError(f"{run.name} was made; its folder would have to go first.")
    run.delete()


def let_answer(version: ModelVersion) -> None:
    """Let a version that was promoted before answer again; a RunError says why it cannot."""
    try:
        activate_version(version)
    except VersionError as error:
        raise RunError(str(error)) from error


def take_back(task: str) -> ModelVersion:
    """Let the version before the active one answer again; a RunError says why it cannot."""
    try:
        return rollback_version(task)
    except VersionError as error:
        raise RunError(str(error)) from error


def clear_stop(run: TrainingRun) -> bool:
    """Forget that a stop was asked for; tell whether it was."""
    asked = stop_path(run.folder).exists()
    with contextlib.suppress(FileNotFoundError):
        stop_path(run.folder).unlink()
    return asked


def _asked(job: Job, by: str) -> dict[str, Any]:
    state = TrainingRun.JobState.WAITING
    return {"job": job, "job_state": state, "job_by": by, "job_at": timezone.now(), "job_host": "", "job_pid": None}


def _why_not(job: Job) -> str:
    return {
        Job.TRAIN: "it reached its last epoch.",
        Job.CHOOSE: "it has no whole epoch to choose from yet.",
        Job.PROMOTE: "its epochs were not scored yet; choose first.",
    }[job]
