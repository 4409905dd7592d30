"""Making room: what goes, what stays, and that what went is known to be gone."""

from __future__ import annotations

import json
import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from classifier.models import ModelVersion
from tests.runs import write_progress, write_run
from training.models import Checkpoint
from training.services import RunError, choose, promote, train_run

pytestmark = pytest.mark.django_db


def prune(*names, **options):
    said = StringIO()
    call_command("prune_runs", *names, stdout=said, **options)
    return said.getvalue()


def kept(run):
    return sorted(path.name for path in (run / "checkpoints").glob("*.safetensors") if "ema" not in path.name)


def test_only_the_chosen_and_the_promoted_epoch_keep_their_weights():
    run = write_run("mine", scored=4, chosen=2)
    card = {"run": "mine", "epoch": 0}
    ModelVersion.objects.create(task="show", name="mine-epoch-000", state="retired", path="none", card=card)

    said = prune()

    assert said == "mine: 1, 3 went, 4.0\xa0KB\n", "and the state of a run that has nothing to go on to"
    assert kept(run) == ["epoch-000.safetensors", "epoch-002.safetensors"]
    assert not (run / "state.pt").exists()
    assert (run / "evaluations" / "epoch-001.npz").exists(), "scores stay"
    assert list(Checkpoint.objects.filter(is_kept=False).values_list("epoch", flat=True)) == [1, 3]


def test_a_stopped_run_keeps_what_it_goes_on_from():
    run = write_run("mine", epochs=9, done=4, scored=4, chosen=1)

    prune()

    assert kept(run) == ["epoch-001.safetensors", "epoch-003.safetensors"]
    assert (run / "state.pt").exists()


def test_a_dry_run_takes_nothing():
    run = write_run("mine", scored=4, chosen=2)

    (said,) = json.loads(prune(dry_run=True, json=True))

    assert said == {"name": "mine", "epochs": [0, 1, 3], "bytes": 6050}
    assert len(kept(run)) == 4


def test_a_run_without_a_choice_keeps_everything():
    run = write_run("mine", scored=4)

    prune()

    assert len(kept(run)) == 4


def test_a_run_at_work_is_passed_over_and_refused_by_name(monkeypatch):
    run = write_run("mine", epochs=9, done=4, scored=4, chosen=1)
    write_progress(run, pid=os.getpid())
    monkeypatch.setattr("training.process._trains", lambda pid, folder: True)

    assert prune() == ""
    with pytest.raises(CommandError, match="mine is busy"):
        prune("mine")
    assert len(kept(run)) == 4


def test_a_name_that_is_no_run_is_an_error():
    with pytest.raises(CommandError, match="there is no run nowhere"):
        prune("nowhere")


def test_what_went_can_neither_be_chosen_nor_promoted_and_is_not_trained_again(monkeypatch):
    write_run("mine", scored=4, chosen=2)
    prune()
    monkeypatch.setattr("training.services.runs.run_job", lambda *arguments, **options: pytest.fail("it was trained"))

    with pytest.raises(RunError, match="its choice stands"):
        choose("mine")
    with pytest.raises(RunError, match="weights of epoch 1 of mine were pruned"):
        promote("mine", epoch=1)
    train_run("mine")


def test_the_page_offers_to_make_room(keeper):
    run = write_run("mine", scored=4, chosen=2)

    assert "Removes the weights of 3 epochs" in keeper.get("/training/mine/").content.decode()
    keeper.post("/training/mine/steer/", {"action": "prune"})

    assert kept(run) == ["epoch-002.safetensors"]
    assert "Removes the weights" not in keeper.get("/training/mine/").content.decode()
