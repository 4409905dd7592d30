"""`manage.py sweep`: tries round by round, going on after it was cut short. The engine is played, but for one test."""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.pipeline.conftest import TINY_RECIPE
from training.core.manifest import read_manifest
from training.core.recipe import read_recipe
from training.launcher import JobError
from training.services import sweep as service

pytestmark = pytest.mark.django_db

FIXED = {name: value for name, value in TINY_RECIPE.items() if name not in {"epochs", "learning_rate"}}


@pytest.fixture
def write(runs: Path, colours: Path, settings: Any, tmp_path: Path):
    """Write a sweep's file about the coloured shows."""
    settings.VAR = tmp_path / "var"

    def write(**changes: object) -> Path:
        document = {
            "name": "rates",
            "datasets": [str(colours)],
            "rungs": [1, 2],
            "keep": 0.5,
            "fixed": FIXED,
            "space": {"learning_rate": [0.1, 0.003, 0.0001]},
        }
        path = tmp_path / "sweep.json"
        path.write_text(json.dumps(document | changes))
        return path

    return write


class PlayedEngine:
    """Trains by writing down what it was asked; the loss is least at a rate of 0.003. A rate of 0.1 breaks."""

    def __init__(self) -> None:
        self.trained: list[str] = []
        self.dies_at = ""

    def train_run(self, name: str, *, processes: object) -> None:
        if name == self.dies_at:
            raise JobError("train ended by signal 9; what it said stands above")
        self.trained.append(name)
        run = service.run_folder(name)
        if read_recipe(run).learning_rate == 0.1:
            (run / "failure.json").write_text('{"reason": "the loss became nan in epoch 0"}')
            raise JobError("train ended with exit code 1; what it said stands above")

    def run_job(self, job: str, folder: str, **_: object) -> None:
        path = Path(folder)
        if job == "sweep_curves":
            (path / "sweep.svg").write_text("<svg/>")
            return
        recipe = read_recipe(path)
        losses = [abs(recipe.learning_rate - 0.003) + 1 / (epoch + 1) for epoch in range(recipe.epochs)]
        lines = [json.dumps({"epoch": epoch, "val_loss": loss, "top1": 0.5}) for epoch, loss in enumerate(losses)]
        (path / "evaluations.jsonl").write_text("\n".join(lines))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> PlayedEngine:
    played = PlayedEngine()
    monkeypatch.setattr(service, "train_run", played.train_run)
    monkeypatch.setattr(service, "run_job", played.run_job)
    return played


def sweep(path: Path) -> dict[str, Any]:
    out = StringIO()
    call_command("sweep", str(path), "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_best_of_a_round_are_trained_longer_and_hopeless_ones_are_stopped(engine, runs, write):
    found = sweep(write())
    assert engine.trained == ["rates-001", "rates-002", "rates-003", "rates-004", "rates-005"]
    told = [(result["run"], result["number"], result["epochs"]) for result in found["standing"]]
    assert told == [("rates-004", 2, 2), ("rates-005", 3, 2), ("rates-001", 1, 1)]
    assert found["standing"][0]["value"] == pytest.approx(0.5)
    assert found["standing"][0]["options"]["learning_rate"] == 0.003
    assert found["standing"][2]["reason"] == "the loss became nan in epoch 0"
    best = read_recipe(runs / "rates-004")
    assert (best.epochs, best.learning_rate, best.architecture) == (2, 0.003, FIXED["architecture"])


def test_every_try_learns_from_the_same_pictures_and_is_judged_by_the_same(engine, runs, write):
    sweep(write())
    manifests = {name: read_manifest(runs / name / "manifest.csv") for name in engine.trained}
    assert all(manifest == manifests["rates-001"] for manifest in manifests.values())


def test_tables_and_picture_are_left(engine, write, tmp_path):
    found = sweep(write())
    folder = Path(found["folder"])
    assert folder == tmp_path / "var" / "sweeps" / "rates"
    with (folder / "results.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["round"], line["try"], line["epochs"]) for line in lines] == [
        ("1", "1", "1"),
        ("1", "2", "1"),
        ("1", "3", "1"),
        ("2", "2", "2"),
        ("2", "3", "2"),
    ]
    table = (folder / "results.md").read_text()
    assert "| 1 | rates-004 | 0.003 | 2 | 0.5000 | 1 | best |" in table
    assert "failed: the loss became nan in epoch 0" in table
    assert (folder / "sweep.svg").exists()
    out = StringIO()
    call_command("sweep", str(tmp_path / "sweep.json"), stdout=out)
    assert out.getvalue().strip() == table.strip()


def test_a_sweep_that_was_killed_goes_on_where_it_stopped(engine, write):
    path = write()
    engine.dies_at = "rates-003"
    with pytest.raises(CommandError, match="ended by signal 9"):
        call_command("sweep", str(path))
    assert engine.trained == ["rates-001", "rates-002"]
    engine.dies_at = ""
    resumed = sweep(path)
    assert engine.trained == ["rates-001", "rates-002", "rates-003", "rates-004", "rates-005"]
    assert [result["run"] for result in resumed["standing"]] == ["rates-004", "rates-005", "rates-001"]
    assert sweep(path) == resumed, "one that is done is only told again"
    assert len(engine.trained) == 5


def test_another_file_under_the_same_name_is_refused(engine, write):
    sweep(write())
    with pytest.raises(CommandError, match="a sweep named rates was begun with another file"):
        call_command("sweep", str(write(keep=0.9)))
    assert len(engine.trained) == 5


def test_runs_of_the_same_name_are_not_touched(engine, runs, write):
    (runs / "rates-001").mkdir(parents=True)
    with pytest.raises(CommandError, match="there are runs named rates-001"):
        call_command("sweep", str(write()))
    assert engine.trained == []


def test_where_every_try_fails_the_first_reason_is_told(engine, write):
    with pytest.raises(CommandError, match="every try of rates failed; the first says: the loss became nan"):
        call_command("sweep", str(write(space={"learning_rate": [0.1]})))


def test_a_file_that_says_what_cannot_be_makes_no_run(engine, runs, write):
    with pytest.raises(CommandError, match="smallest_crop cannot be 7"):
        call_command("sweep", str(write(space={"smallest_crop": [0.5, 7]})))
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("sweep", str(write(datasets=["nowhere"])))
    assert not runs.exists() or list(runs.iterdir()) == []


@pytest.mark.slow
def test_a_sweep_trains_scores_and_draws(runs, write):
    found = sweep(write(space={"learning_rate": [0.003, 0.01]}))
    assert [result["epochs"] for result in found["standing"]] == [2, 1]
    assert (Path(found["folder"]) / "sweep.svg").read_text().lstrip().startswith("<?xml")
    assert len((runs / "rates-003" / "evaluations.jsonl").read_text().splitlines()) == 2
    shutil.rmtree(runs / "rates-002" / "checkpoints")  # nothing of what is done is needed any more
    assert sweep(write(space={"learning_rate": [0.003, 0.01]})) == found
