"""The buttons of a run: what is asked of a worker, what is done at once, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from classifier.core.model_card import card_to_json
from classifier.models import ModelVersion
from tests.runs import write_progress, write_run
from tests.tiny_network import write_model
from training.core.condition import Job
from training.models import TrainingRun
from training.process import HostBusyError, host_to_itself, stop_path, this_host
from training.services import RunError
from training.services import work as work_module
from training.services.steering import ask_for
from training.services.sync import sync_run
from training.services.work import work_once

pytestmark = pytest.mark.django_db


def press(client, name, action, **more):
    """Press a button; return what the next page would say last."""
    response = client.post(f"/training/{name}/steer/", {"action": action, **more})
    assert response.status_code == 302
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def usual(client):
    """Return what the form holds before anybody fills it in, as a browser would send it."""
    fields = client.get("/training/new/").context["form"].fields.items()
    return {name: field.initial for name, field in fields if field.initial is not None and field.initial is not False}


@pytest.fixture
def running(monkeypatch):
    """Say of this test's own process that it trains; the list holds the signals sent to it."""
    signals: list[int] = []
    monkeypatch.setattr("training.process._trains", lambda pid, folder: pid == os.getpid())
    monkeypatch.setattr("os.kill", lambda pid, number: signals.append(number))
    return signals


def make_version(name: str, state: str, folder, **more) -> ModelVersion:
    card = write_model(folder / "models" / name, name=name)
    values = {"task": "show", "name": name, "path": name, "state": state, "activated_at": timezone.now()}
    return ModelVersion.objects.create(**values, card={**card_to_json(card), **more})


def test_only_who_may_steers(visitor, owner, onlooker):
    write_run("mine")

    assert visitor.post("/training/mine/steer/", {"action": "prune"}).headers["Location"].startswith("/admin/login/")
    assert owner.post("/training/mine/steer/", {"action": "prune"}).headers["Location"].startswith("/admin/login/")
    assert onlooker.post("/training/mine/steer/", {"action": "prune"}).status_code == 403


def test_a_job_is_asked_for_once_and_a_worker_is_woken(keeper, queue, django_capture_on_commit_callbacks):
    write_run("mine", epochs=4, done=2)

    with django_capture_on_commit_callbacks(execute=True):
        assert press(keeper, "mine", "train") == "mine waits for a training worker."
    assert queue == ["work"]
    assert press(keeper, "mine", "choose") == "mine is busy; wait until it is done, or stop it first."
    run = TrainingRun.objects.get(name="mine")
    assert (run.job, run.job_state, run.job_by) == ("train", "waiting", "keeper")


def test_without_a_queue_a_job_is_refused_with_a_sentence(keeper):
    write_run("mine", epochs=4, done=2)

    said = press(keeper, "mine", "train")

    assert "type the command that the page shows" in said
    assert TrainingRun.objects.get(name="mine").job == ""


@pytest.mark.parametrize(
    ("job", "run", "reason"),
    [
        (Job.TRAIN, {"done": 4}, "reached its last epoch"),
        (Job.CHOOSE, {"done": 0}, "no whole epoch"),
        (Job.PROMOTE, {"done": 4}, "choose first"),
        (Job.PROMOTE, {"done": 4, "scored": 4}, "No epoch of mine was chosen yet"),
    ],
)
def test_what_makes_no_sense_now_is_refused(job, run, reason):
    write_run("mine", **run)

    with pytest.raises(RunError, match=reason):
        ask_for(sync_run("mine"), job, by="keeper")


def test_a_run_that_nobody_began_is_taken_back(keeper, queue):
    write_run("mine", epochs=4, done=2)
    press(keeper, "mine", "train")

    said = press(keeper, "mine", "stop")

    assert "taken back" in said
    assert TrainingRun.objects.get(name="mine").job_state == ""


def test_stopping_ends_the_process_of_this_host_after_its_step(keeper, running):
    run = write_run("mine", epochs=4, done=1)
    write_progress(run, pid=os.getpid())

    said = press(keeper, "mine", "stop")

    assert said == "mine ends after the step under way. It can be resumed."
    assert running == [15]


def test_a_run_on_another_host_is_asked_by_a_file(keeper, running):
    run = write_run("mine", epochs=4, done=1)
    write_progress(run, pid=os.getpid(), host="elsewhere")

    press(keeper, "mine", "stop")

    assert running == []
    assert stop_path(run).exists()


def test_a_run_at_rest_cannot_be_stopped(keeper):
    write_run("mine")

    assert press(keeper, "mine", "stop") == "mine is not running."


def test_a_process_that_ended_does_not_count_as_running():
    run = write_run("mine", epochs=4, done=1)
    write_progress(run, pid=os.getpid())  # this process trains nothing

    assert sync_run("mine").condition == "stopped"


def test_a_real_process_is_known_by_its_command_and_ended(keeper):
    run = write_run("mine", epochs=4, done=1)
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)", "training.engine.train", str(run)]
    process = subprocess.Popen(sleeper)
    write_progress(run, pid=process.pid)
    try:
        while str(run) not in Path(f"/proc/{process.pid}/cmdline").read_text():
            time.sleep(0.01)  # on a busy machine its name comes a moment after its number

        assert sync_run("mine").condition == "running"
        press(keeper, "mine", "stop")

        assert process.wait(timeout=30) == -15
    finally:
        process.kill()
        process.wait()


def test_a_worker_does_what_waits_longest_and_notes_how_it_went(monkeypatch):
    trained = []
    monkeypatch.setattr(work_module, "train_run", lambda name, processes: trained.append(name))
    for name in ("second", "first"):
        write_run(name, epochs=4, done=2)
        ask_for(sync_run(name), Job.TRAIN, by="keeper")
    TrainingRun.objects.filter(name="first").update(job_at=timezone.now() - timedelta(minutes=1))

    assert str(work_once()) == "first"
    assert trained == ["first"]
    run = TrainingRun.objects.get(name="first")
    assert (run.job, run.job_state) == ("", "")
    assert run.note == "It ended before its last epoch, and can be resumed."
    assert str(work_once()) == "second"
    assert work_once() is None


def test_a_job_that_fails_says_why_and_can_be_asked_again(monkeypatch):
    write_run("mine", epochs=4, done=2)
    ask_for(sync_run("mine"), Job.CHOOSE, by="keeper")
    monkeypatch.setattr(work_module, "choose", lambda name: (_ for _ in ()).throw(RunError("no picture to judge by")))

    work_once()

    run = TrainingRun.objects.prefetch_related("checkpoints").get(name="mine")
    assert run.note == "no picture to judge by"
    assert Job.CHOOSE in run.jobs()


def test_a_second_run_waits_while_this_host_is_at_one(monkeypatch):
    monkeypatch.setattr(work_module, "train_run", lambda name, processes: None)
    write_run("mine", epochs=4, done=2)
    ask_for(sync_run("mine"), Job.TRAIN, by="keeper")

    with host_to_itself("another"):
        assert work_once() is None
        assert TrainingRun.objects.get(name="mine").job_state == "waiting"
        with pytest.raises(HostBusyError, match="busy with another"), host_to_itself("third"):
            pass
    assert str(work_once()) == "mine"


def test_a_worker_that_died_frees_its_run():
    write_run("mine", epochs=4, done=2)
    run = sync_run("mine")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    TrainingRun.objects.filter(pk=run.pk).update(
        job="train", job_state="running", job_host=this_host(), job_pid=ended.pid
    )

    run = sync_run("mine")

    assert run.job_state == ""
    assert "The worker ended in the middle" in run.note


def test_a_run_asked_for_from_the_page_is_made_and_trained_by_the_worker(keeper, queue, folders, monkeypatch):
    made = {}
    monkeypatch.setattr(
        work_module, "create_run", lambda **asked: made.update(asked) or write_run(asked["name"], done=0)
    )
    monkeypatch.setattr(work_module, "train_run", lambda name, processes: None)
    (folders / "datasets" / "shows").mkdir(parents=True)
    sent = usual(keeper)

    sent |= {"name": "fresh", "offered": str(folders / "datasets" / "shows"), "epochs": "3", "seed": "7"}
    response = keeper.post("/training/new/", sent)

    assert response.headers["Location"] == "/training/fresh/"
    assert keeper.get("/training/fresh/").status_code == 200, "it has a page before it has a folder"
    assert str(work_once()) == "fresh"
    assert made["options"] == {"epochs": 3, "seed": 7}
    assert made["folders"] == [folders / "datasets" / "shows"]


def test_a_form_with_a_mistake_says_what_is_wrong(keeper, folders):
    sent = usual(keeper)
    write_run("taken")

    page = keeper.post("/training/new/", {**sent, "name": "taken", "typed": "/nowhere/at/all"})
    assert page.status_code == 400
    assert "There is a run of this name already." in page.content.decode()
    assert "There is no folder /nowhere/at/all." in page.content.decode()
    page = keeper.post("/training/new/", {**sent, "name": "fresh", "typed": str(folders), "epochs": "0"})
    assert "Epochs cannot be 0." in page.content.decode()
    assert "Name at least one data set." in keeper.post("/training/new/", {**sent, "name": "x"}).content.decode()


def test_without_a_queue_the_form_gives_the_command(keeper, folders):
    sent = usual(keeper)

    page = keeper.post("/training/new/", {**sent, "name": "fresh", "typed": f"{folders}\n", "learning_rate": "0.01"})

    assert f"manage.py train --name fresh --dataset {folders} --learning-rate 0.01" in page.content.decode()
    assert not TrainingRun.objects.exists()


def test_who_may_only_look_starts_nothing(onlooker):
    assert onlooker.get("/training/new/").status_code == 403


def test_a_version_of_the_run_is_shown_taken_back_and_put_in_front_again(keeper, folders):
    write_run("mine", scored=4, chosen=2)
    before = make_version("older", "retired", folders)
    mine = make_version("mine-epoch-002", "active", folders, run="mine", epoch=2)

    assert "mine-epoch-002</strong> answers now." in keeper.get("/training/mine/").content.decode()
    assert TrainingRun.objects.get(name="mine").condition == "promoted"
    assert press(keeper, "mine", "rollback") == "older answers again."
    assert press(keeper, "mine", "answer", epoch=2) == "mine-epoch-002 answers now."
    mine.refresh_from_db()
    before.refresh_from_db()
    assert (mine.state, before.state) == ("active", "retired")
