"""Runs steered from the pages, with the real engine behind them."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import connection

from classifier.models import ModelVersion
from training.core.condition import Job
from training.models import TrainingRun
from training.services.steering import ask_for, stop_run
from training.services.sync import sync_run
from training.services.work import work_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_worker_trains_chooses_and_promotes_what_was_asked_for(made_run):
    run = made_run("asked", epochs=2)
    for job in (Job.TRAIN, Job.CHOOSE, Job.PROMOTE):
        ask_for(sync_run(run.name), job, by="keeper")
        assert work_once() is not None, job

    row = TrainingRun.objects.get(name="asked")
    version = ModelVersion.objects.active("show")
    assert row.condition == "promoted", row.note
    assert row.note == f"{version.name} was promoted."
    assert row.checkpoints.get(version=version).is_chosen
    assert sorted(path.suffix for path in (run / "tensorboard").iterdir()) == [".train", ".train", ".val", ".val"]
    said = subprocess.run(
        [sys.executable, "-m", "training.engine.guess", str(run), str(picture_of(run))],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    document = json.loads(said.stdout)
    assert [line["epoch"] for line in document["epochs"]] == [0, 1]
    for line in document["epochs"]:
        shares = [guess["confidence"] for guess in line["guesses"]]
        assert len(shares) == 3
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) == pytest.approx(1, abs=0.01)


def test_a_run_at_work_is_stopped_after_its_step_and_can_be_resumed(made_run):
    run = made_run("long", epochs=500)
    ask_for(sync_run(run.name), Job.TRAIN, by="keeper")
    worker = threading.Thread(target=work_and_leave)
    worker.start()
    deadline = time.monotonic() + 900
    while not (run / "state.pt").exists() and worker.is_alive() and time.monotonic() < deadline:
        time.sleep(0.1)

    row = sync_run(run.name)
    assert row.condition == "running"
    stop_run(row, by="keeper")
    worker.join(timeout=120)

    assert not worker.is_alive()
    row = sync_run(run.name)
    assert row.condition == "stopped"
    assert row.note == "Stopped when asked to. It can be resumed."
    assert 1 <= row.epochs_done < 500
    assert Job.TRAIN in row.jobs()
    assert not (run / "failure.json").exists()


def test_epochs_are_scored_while_the_run_still_learns(made_run):
    run = made_run("live", epochs=400)
    TrainingRun.objects.filter(pk=sync_run(run.name).pk).update(asked={"live": True})
    ask_for(sync_run(run.name), Job.TRAIN, by="keeper")
    worker = threading.Thread(target=work_and_leave)
    worker.start()
    deadline = time.monotonic() + 900
    while not (run / "evaluations.jsonl").exists() and worker.is_alive() and time.monotonic() < deadline:
        time.sleep(0.1)

    row = sync_run(run.name)
    assert row.condition == "running"
    assert row.top1 is not None
    stop_run(row, by="keeper")
    worker.join(timeout=120)
    assert not worker.is_alive()
    assert not (run / "following").exists()


def work_and_leave():
    """Work as a worker in a thread of its own, and close its connection."""
    try:
        work_once()
    finally:
        connection.close()


def picture_of(run):
    """Return a picture that the run learnt from."""
    recipe = json.loads((run / "recipe.json").read_text())
    return f"{recipe['datasets'][0]['path']}/images/teal-harbour-0.png"
