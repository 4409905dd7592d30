"""What a worker does: it takes the run that waits longest, and does what was asked, one run a host at a time."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from classifier.services import VersionError
from training.core.condition import Job
from training.core.live import read_failure
from training.core.splits import Parts
from training.launcher import JobError, Processes
from training.models import TrainingRun
from training.process import HostBusyError, end_process, host_to_itself, stop_path, this_host
from training.services.choice import choose
from training.services.following import scored_as_they_come
from training.services.promotion import promote
from training.services.runs import create_run, train_run
from training.services.steering import NOTHING_ASKED, clear_stop
from training.services.sync import sync_run

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0


def work_once() -> TrainingRun | None:
    """Do the job that was asked for first; return its run, or None where nothing waits or this host is busy.

    How it ended stands in the row's note; what failed can be asked for again.
    """
    waiting = TrainingRun.objects.filter(job_state=TrainingRun.JobState.WAITING).order_by("job_at", "pk")
    first = waiting.first()
    if first is None:
        return None
    try:
        with host_to_itself(first.name):
            run = _claim(first)
            if run is not None:
                _do_and_tell(run)
            return run
    except HostBusyError:
        return None  # the row waits on, for this host or another


def _claim(first: TrainingRun) -> TrainingRun | None:
    """Take a row that waits; None where another worker, or who takes it back, was quicker."""
    with transaction.atomic():
        waiting = TrainingRun.objects.select_for_update().filter(job_state=TrainingRun.JobState.WAITING)
        run = waiting.filter(pk=first.pk).first()
        if run is not None:
            run.job_state, run.job_host, run.job_pid = TrainingRun.JobState.RUNNING, this_host(), os.getpid()
            run.save(update_fields=["job_state", "job_host", "job_pid"])
    return run


def _do_and_tell(run: TrainingRun) -> None:
    note = ""
    try:
        note = _do(run)
    except (ValueError, JobError, VersionError, OSError) as error:
        failure = read_failure(run.folder) if isinstance(error, JobError) else None
        note = failure.reason if failure else str(error)
    except Exception as error:
        log.exception("The job %s of the run %s failed", run.job, run.name)
        note = f"The program failed ({type(error).__name__}: {error}); the worker's log says where."
    finally:
        if clear_stop(run):
            note = "Stopped when asked to. It can be resumed."
        with transaction.atomic():  # whoever finds the job gone finds what it made, too
            TrainingRun.objects.filter(pk=run.pk).update(**NOTHING_ASKED, note=note)
            sync_run(run.name)


def _do(run: TrainingRun) -> str:
    """Do what a row asks for; return a sentence on how it went."""
    if run.job == Job.TRAIN:
        return _train(run)
    if run.job == Job.CHOOSE:
        return choose(run.name).reason
    return f"{promote(run.name, epoch=run.job_epoch).name} was promoted."  # whether it answers may change


def _train(run: TrainingRun) -> str:
    clear_stop(run)
    if not (run.folder / "recipe.json").exists():
        create_run(name=run.name, **_arguments(run.asked))
    live = scored_as_they_come(run.folder, wanted=bool(run.asked.get("live", False)))
    with _stopping_when_asked(run.folder), live:
        train_run(run.name, processes=Processes(run.asked.get("processes", 1)))
    row = sync_run(run.name)
    if row is None or row.epochs_done < row.epochs:
        return "It ended before its last epoch, and can be resumed."
    if run.asked.get("choose", False):
        return choose(run.name).reason
    return "Trained to its last epoch. Next comes the choice."


def _arguments(asked: dict[str, Any]) -> dict[str, Any]:
    """Turn what a form kept as JSON into what `create_run` takes."""
    options = {name: tuple(value) if isinstance(value, list) else value for name, value in asked["options"].items()}
    return {
        "task": asked.get("task", "show"),
        "folders": [Path(folder) for folder in asked["folders"]],
        "known": Path(asked["known"]) if asked.get("known") else None,
        "parts": Parts(val=asked.get("val", 0.15), test=asked.get("test", 0.0)),
        "options": options,
    }


@contextmanager
def _stopping_when_asked(folder: Path) -> Iterator[None]:
    """Watch for the file by which another host asks this one to end the run."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(SECONDS_BETWEEN_LOOKS):
            if stop_path(folder).exists() and end_process(folder):
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
