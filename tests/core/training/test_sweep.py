"""The file of a sweep, its tries, and who goes on to the next round."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from training.core.halving import Result, best_epoch, going_on, standing
from training.core.sweep import SweepError, as_json, read_sweep
from training.core.sweep_table import as_csv, as_markdown

GRID = """
name = "rates"
datasets = ["pictures"]
rungs = [2, 6]

[fixed]
size = 64
views = ["center", "start"]

[space]
learning_rate = [0.001, 0.01]
smallest_crop = [0.2, 0.5, 0.8]
"""

RANDOM = """
name = "drawn"
datasets = ["pictures"]
search = "random"
count = 20
seed = 3

[space]
learning_rate = { from = 0.0001, to = 0.1, scale = "log" }
batch_size = { from = 8, to = 64 }
erasing = { from = 0.0, to = 0.5 }
architecture = ["a", "b"]
"""


def read(tmp_path: Path, text: str, name: str = "sweep.toml"):
    (tmp_path / name).write_text(text)
    return read_sweep(tmp_path / name)


def test_a_grid_is_every_combination(tmp_path):
    sweep = read(tmp_path, GRID)
    tries = sweep.candidates()
    assert len(tries) == 6
    assert {(one["learning_rate"], one["smallest_crop"]) for one in tries} == {
        (rate, crop) for rate in (0.001, 0.01) for crop in (0.2, 0.5, 0.8)
    }
    assert all(one["size"] == 64 and one["views"] == ("center", "start") and one["seed"] == 0 for one in tries)
    assert sweep.datasets == (tmp_path / "pictures",), "paths are relative to the file"


def test_json_says_the_same_as_toml(tmp_path):
    document = {
        "name": "rates",
        "datasets": ["pictures"],
        "rungs": [2, 6],
        "fixed": {"size": 64, "views": ["center", "start"]},
        "space": {"learning_rate": [0.001, 0.01], "smallest_crop": [0.2, 0.5, 0.8]},
    }
    assert as_json(read(tmp_path, json.dumps(document), "sweep.json")) == as_json(read(tmp_path, GRID))


def test_random_tries_lie_in_their_ranges_and_are_the_same_every_time(tmp_path):
    tries = read(tmp_path, RANDOM).candidates()
    assert len(tries) == 20
    assert len({json.dumps(one) for one in tries}) == 20
    assert all(0.0001 <= one["learning_rate"] <= 0.1 and 8 <= one["batch_size"] <= 64 for one in tries)
    assert all(isinstance(one["batch_size"], int) for one in tries)
    assert {one["architecture"] for one in tries} == {"a", "b"}
    low = sum(one["learning_rate"] < 0.00316 for one in tries)
    assert 4 <= low <= 16, "half of a logarithmic range lies below its geometric middle"
    assert read(tmp_path, RANDOM).candidates() == tries
    assert read(tmp_path, RANDOM.replace("seed = 3", "seed = 4")).candidates() != tries


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('name = "rates"', 'name = "../rates"', "name cannot be '../rates'"),
        ('name = "rates"', "", "missing 1 required positional argument: 'name'"),
        ("rungs = [2, 6]", "rungs = [6, 2]", r"rungs cannot be \(6, 2\)"),
        ("rungs = [2, 6]", 'rungs = "2"', "rungs cannot be '2'"),
        ("rungs = [2, 6]", "rungs = [true]", r"rungs cannot be \[True\]"),
        ("rungs = [2, 6]", "keep = 1.0", "keep cannot be 1.0"),
        ("rungs = [2, 6]", 'metric = "luck"', "metric cannot be 'luck'"),
        ("rungs = [2, 6]", 'search = "random"', "count cannot be 0"),
        ("rungs = [2, 6]", "rounds = [2, 6]", "unknown field rounds; there are count"),
        ("size = 64", "epochs = 64", "fixed.epochs is nothing that a sweep may set"),
        ("size = 64", "seed = 64", "seed stands beside name"),
        ("size = 64", "learning_rate = 0.1", "learning_rate stands in fixed and in space"),
        ("size = 64", "size = 10", "size cannot be 10"),
        ("size = 64", 'size = "64"', "size cannot be '64'"),
        ("learning_rate = [0.001, 0.01]", "learning_rate = []", r"space.learning_rate is neither a list"),
        (
            "learning_rate = [0.001, 0.01]",
            "learning_rate = { from = 0.1, to = 0.01 }",
            "space.learning_rate is neither",
        ),
        (
            "learning_rate = [0.001, 0.01]",
            'learning_rate = { from = 0.0, to = 0.01, scale = "log" }',
            "space.learning_rate is neither",
        ),
        ("learning_rate = [0.001, 0.01]", "learning_rate = { from = 0.1, to = 0.2 }", "is a range, of which a grid"),
        ("[space]", "[space", "is neither TOML nor JSON"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, old, new, complaint):
    with pytest.raises(SweepError, match=complaint):
        read(tmp_path, GRID.replace(old, new)).candidates()


def test_errors_of_reading_name_the_file(tmp_path):
    path = tmp_path / "sweep.toml"
    with pytest.raises(SweepError, match=re.escape(f"{path}: cannot be read")):
        read_sweep(path)
    with pytest.raises(SweepError, match=re.escape(f"{path}: keep cannot be 7")):
        read(tmp_path, GRID.replace("rungs = [2, 6]", "keep = 7"))


def test_a_space_too_small_for_a_random_search_is_refused(tmp_path):
    text = RANDOM.replace('{ from = 0.0001, to = 0.1, scale = "log" }', "[0.1]").replace(
        "{ from = 0.0, to = 0.5 }", "[0]"
    )
    text = text.replace("{ from = 8, to = 64 }", "[8, 16]")
    with pytest.raises(SweepError, match="count is 20, but the space holds hardly more than 4"):
        read(tmp_path, text).candidates()


def results(*values: float | None, epochs: int = 2) -> list[Result]:
    return [Result(n, f"run-{n}", epochs, value, None if value is None else 1) for n, value in enumerate(values, 1)]


def test_the_best_go_on():
    some = results(0.5, 0.1, 0.9, None, 0.3, 0.7)
    assert going_on(some, keep=1 / 3, lower_is_better=True) == [2, 5]
    assert going_on(some, keep=1 / 3, lower_is_better=False) == [3, 6]
    assert going_on(some, keep=0.01, lower_is_better=True) == [2], "one always goes on"


def test_none_that_failed_goes_on():
    assert going_on(results(None, 0.5, None), keep=0.9, lower_is_better=True) == [2]
    assert going_on(results(None, None), keep=0.9, lower_is_better=True) == []


def test_who_went_farther_stands_before_who_was_stopped():
    first = results(0.5, 0.1, 0.9, None)
    second = [Result(2, "run-5", 6, 0.8, 3), Result(1, "run-6", 6, 0.7, 2)]
    placed = standing([first, second], lower_is_better=True)
    assert [(result.number, result.epochs) for result in placed] == [(1, 6), (2, 6), (3, 2), (4, 2)]


def test_the_best_epoch_counts():
    lines = [{"epoch": 0, "val_loss": 2.0, "top1": 0.1}, {"epoch": 1, "val_loss": 1.0, "top1": 0.3}]
    lines += [{"epoch": 2, "val_loss": float("nan"), "top1": 0.3}]
    assert best_epoch(lines, "val_loss", lower_is_better=True) == (1.0, 1)
    assert best_epoch(lines, "top1", lower_is_better=False) == (0.3, 1), "of equal ones the earlier"
    with pytest.raises(ValueError, match="no epoch was scored by top5"):
        best_epoch(lines, "top5", lower_is_better=False)


def test_one_epoch_is_one_epoch():
    short, long = Result(1, "run-1", 1, 0.5, 0), Result(2, "run-2", 3, 0.1, 2)
    text = as_markdown([long, short], {1: {"size": 32}, 2: {"size": 64}}, metric="val_loss", longest=3)
    assert text.splitlines()[-1].endswith("| stopped after 1 epoch |")


def test_the_tables_say_who_was_stopped_when_and_who_failed():
    first = results(0.5, 0.1, None)
    first[2] = Result(3, "run-3", 2, None, reason="the loss became nan")
    rounds = [first, [Result(2, "run-4", 6, 0.05, 3)]]
    tries = {1: {"size": 32, "views": ("center",)}, 2: {"size": 64, "views": ("start", "end")}, 3: {"size": 96}}
    assert as_markdown(standing(rounds, lower_is_better=True), tries, metric="val_loss", longest=6).splitlines() == [
        "| place | run | size | views | epochs | val_loss | at epoch |  |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        "| 1 | run-4 | 64 | start end | 6 | 0.0500 | 3 | best |",
        "| 2 | run-1 | 32 | center | 2 | 0.5000 | 1 | stopped after 2 epochs |",
        "| 3 | run-3 | 96 |  | 2 |  |  | failed: the loss became nan |",
    ]
    lines = as_csv(rounds, tries, metric="val_loss").splitlines()
    assert lines[0] == "round,try,run,epochs,size,views,val_loss,epoch,reason"
    assert lines[3:] == ["1,3,run-3,2,96,,,,the loss became nan", "2,2,run-4,6,64,start end,0.05,3,"]
