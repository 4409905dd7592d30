"""What a run will learn from is written down, and what is wrong is said before anything is trained."""

from __future__ import annotations

import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.core.imagefolder import DatasetError
from tests.pipeline.conftest import TINY_RECIPE
from training.core.manifest import ManifestRow, read_manifest
from training.core.recipe import RecipeError, read_recipe
from training.management.commands.train import Command
from training.services import RunError, RunSummary, create_run, derive_run, replan_run


def roles(folder) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in read_manifest(folder / "manifest.csv"):
        found.setdefault(row.role, set()).add(row.label)
    return found


def test_anime_are_known_and_cartoons_are_strangers_unless_asked_for(made_run):
    folder = made_run("plain")
    assert roles(folder) == {
        "known": {"Amber Field", "Crimson Pier", "Teal Harbour"},
        "stranger": {"A Cartoon", "Another Cartoon", "Third Cartoon"},
    }
    recipe = read_recipe(folder)
    assert recipe.labels == ("Amber Field", "Crimson Pier", "Teal Harbour")
    assert (recipe.datasets[0].name, recipe.datasets[0].rows) == ("colours", 72)


@pytest.mark.parametrize(
    ("name", "text"),
    [("known.txt", "Teal Harbour\nA Cartoon\n\n"), ("known.csv", "mal_id,label\n1,Teal Harbour\n2,A Cartoon\n")],
)
def test_a_file_says_which_labels_are_known(runs, colours, tmp_path, name, text):
    known = tmp_path / name
    known.write_text(text)
    folder = create_run(name="asked", folders=[colours], known=known, options=TINY_RECIPE).folder
    assert read_recipe(folder).labels == ("A Cartoon", "Teal Harbour")
    assert "Crimson Pier" in roles(folder)["stranger"]


def test_a_broken_picture_and_a_copy_are_left_out_with_the_reason(runs, colours):
    (colours / "images" / "teal-harbour-0.png").write_bytes(b"broken")
    shutil.copy(colours / "images" / "amber-field-3.png", colours / "images" / "amber-field-2.png")
    summary = create_run(name="careful", folders=[colours], options=TINY_RECIPE)
    left_out = {row.file_name: row.reason for row in summary.left_out}
    assert set(left_out) == {"images/teal-harbour-0.png", "images/amber-field-3.png"}
    assert "not a picture" in left_out["images/teal-harbour-0.png"]
    assert left_out["images/amber-field-3.png"] == "the same picture as colours/images/amber-field-2.png"


@pytest.mark.parametrize("option", [{"repeats": {"frame": 2}}, {"balanced_domains": ("frame",)}])
def test_a_domain_that_no_picture_has_is_named_with_those_there_are(runs, colours, option):
    with pytest.raises(RunError, match="no picture is of the domain 'frame'; there are colours"):
        create_run(name="mistaken", folders=[colours], options={**TINY_RECIPE, **option})
    assert not (runs / "mistaken").exists()
    create_run(name="right", folders=[colours], options=TINY_RECIPE)
    with pytest.raises(RunError, match="no picture is of the domain 'frame'; there are colours"):
        derive_run("mistaken", "right", option)
    assert not (runs / "mistaken").exists()


def test_options_of_domains_reach_the_recipe(runs, colours, monkeypatch):
    monkeypatch.setattr("training.management.commands.train.train_run", lambda *_, **__: None)
    arguments = ["train", "--name", "asked", "--dataset", str(colours), "--repeat", "colours=2", "--balance", "colours"]
    call_command(*arguments, "--trunk-rate", "0.3", "--frozen-epochs", "1", stderr=StringIO())
    recipe = read_recipe(runs / "asked")
    assert (recipe.repeats, recipe.balanced_domains) == ({"colours": 2}, ("colours",))
    assert (recipe.trunk_rate, recipe.frozen_epochs) == (0.3, 1)


def test_the_hash_of_a_data_set_changes_with_a_picture(runs, colours):
    first = create_run(name="one", folders=[colours], options=TINY_RECIPE).folder
    shutil.copy(colours / "images" / "a-cartoon-1.png", colours / "images" / "teal-harbour-0.png")
    second = create_run(name="two", folders=[colours], options=TINY_RECIPE).folder
    assert read_recipe(first).datasets[0].sha256 != read_recipe(second).datasets[0].sha256


def test_a_name_is_taken_once(made_run):
    made_run("twice")
    with pytest.raises(RunError, match="--resume twice"):
        made_run("twice")


@pytest.mark.parametrize("name", ["../outside", "a/b", ".hidden"])
def test_a_name_that_leads_elsewhere_is_refused(runs, colours, name):
    with pytest.raises(RunError, match="cannot name a run"):
        create_run(name=name, folders=[colours], options=TINY_RECIPE)
    assert not runs.exists()


def test_a_known_label_without_a_picture_is_refused_by_name(runs, colours, tmp_path):
    known = tmp_path / "known.txt"
    known.write_text("Teal Harbour\nNever Seen\n")
    with pytest.raises(RunError, match="Never Seen"):
        create_run(name="gap", folders=[colours], known=known, options=TINY_RECIPE)


def test_a_recipe_out_of_range_is_refused_and_nothing_is_left(runs, colours):
    with pytest.raises(RecipeError, match="epochs cannot be 0"):
        create_run(name="none", folders=[colours], options={**TINY_RECIPE, "epochs": 0})
    assert not list(runs.glob("*"))


def test_an_absent_data_set_is_a_sentence_on_the_command_line(runs, tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("train", datasets=[tmp_path / "absent"])
    with pytest.raises(DatasetError):
        create_run(folders=[tmp_path / "absent"])


def test_an_unknown_run_is_answered_with_those_that_are_there(made_run):
    made_run("here")
    with pytest.raises(CommandError, match="there is no run there; there are here"):
        call_command("train", resume="there")


def test_a_recipe_edited_wrongly_is_named_with_its_field(made_run):
    folder = made_run("edited")
    path = folder / "recipe.json"
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "epochs": "many"}))
    with pytest.raises(RecipeError, match=r"recipe\.json: epochs cannot be 'many'"):
        read_recipe(folder)


def test_a_run_given_another_length_keeps_what_was_planned_before(made_run):
    run = made_run("longer", epochs=3)
    (run / "metrics.jsonl").write_text('{"epoch": 0, "train_loss": 1.0}\n{"epoch": 1, "train_loss": 0.9}\n')
    replan_run("longer", 5)
    recipe = read_recipe(run)
    assert (recipe.epochs, recipe.planned) == (5, ((2, 3),))


def test_a_run_cannot_be_made_shorter_than_it_is(made_run):
    run = made_run("shorter", epochs=3)
    (run / "metrics.jsonl").write_text('{"epoch": 0, "train_loss": 1.0}\n{"epoch": 1, "train_loss": 0.9}\n')
    with pytest.raises(RunError, match="has 2 epochs already"):
        replan_run("shorter", 2)
    assert read_recipe(run).epochs == 3


def test_what_is_left_out_is_said_by_reason_and_not_picture_by_picture(runs, colours):
    for picture in sorted((colours / "images").iterdir())[:3]:
        picture.write_bytes(b"no picture")
    err = StringIO()
    call_command("train", datasets=[colours], name="some", stderr=err, **{**TINY_RECIPE, "epochs": 1})
    said = [line for line in err.getvalue().splitlines() if line.startswith("left out: ")]
    assert len(said) == 1
    assert "3 pictures, such as colours/images/" in said[0]


def test_of_a_hundred_reasons_the_commonest_are_said_and_the_file_that_has_all(runs):
    rows = [ManifestRow("d", f"{n}.png", *[""] * 8, "left out", f"reason {n}") for n in range(100)]
    summary = RunSummary(runs / "some", 3, {}, (*rows, rows[7]))
    err = StringIO()
    Command(stderr=err)._say_what_was_left_out(summary)
    lines = err.getvalue().splitlines()
    assert lines[0] == "left out: 2 pictures, such as d/7.png: reason 7"
    assert lines[-1] == f"left out: 80 more; {runs / 'some' / 'manifest.csv'} names every picture and reason."
    assert len(lines) == 21
