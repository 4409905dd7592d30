"""`manage.py evaluate --task …` for the tasks that give labels: figures by hand, labels from the column of the task."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from classifier.services import activate_version, create_version, forget_networks
from tests.networks import STYLE_COLOURS, TAG_COLOURS, TAG_THRESHOLDS, make_style, make_tags
from tests.tiny_network import picture, write_model

pytestmark = pytest.mark.django_db

RED, BLUE, PURPLE, GREEN = (220, 20, 20), (20, 20, 220), (140, 20, 100), (20, 200, 20)


@pytest.fixture(autouse=True)
def models(settings, tmp_path):
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()


@pytest.fixture
def dataset(tmp_path):
    def write(heading: str, *lines: tuple[tuple[int, int, int], str]) -> Path:
        folder = tmp_path / "dataset"
        folder.mkdir()
        table = [f"file_name,{heading}"]
        for number, (colour, rest) in enumerate(lines):
            (folder / f"{number}.png").write_bytes(picture(colour))
            table.append(f"{number}.png,{rest}")
        (folder / "metadata.csv").write_text("\n".join(table) + "\n")
        return folder

    return write


def evaluate(folder: Path, task: str, *options: str) -> dict:
    out = StringIO()
    call_command("evaluate", str(folder), "--task", task, "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def logits(colour, colours) -> np.ndarray:
    """What the tiny network says, by hand."""
    seen = np.array(colour) / 255
    return np.array([3.0 * ((seen**2).sum() - ((seen - np.array(each) / 255) ** 2).sum()) for each in colours.values()])


def test_style_is_matched_by_the_column_kind(dataset):
    make_style()
    folder = dataset(
        "label,kind,split", (RED, "A,anime,val"), (PURPLE, "A,Anime,val"), (RED, "B,cartoon,val"), (BLUE, "B,,val")
    )
    figures = evaluate(folder, "style")
    shares = [np.exp(logits(c, STYLE_COLOURS)) / np.exp(logits(c, STYLE_COLOURS)).sum() for c in (RED, PURPLE, RED)]
    assert (figures["task"], figures["version"], figures["n"]) == ("style", "style-tiny", 3)
    assert figures["top1"] == pytest.approx(2 / 3)
    assert figures["nll"] == pytest.approx(
        -np.mean([np.log(p[target]) for p, target in zip(shares, (0, 0, 1), strict=True)]), abs=1e-4
    )
    assert figures["unknown"] == {"n": 1, "auroc": None, "fpr95": None}
    assert {"top1_ci95", "ece", "macro_top1"} <= set(figures)


def test_intervals_are_drawn_over_whole_shows(dataset):
    make_style()
    folder = dataset("label,kind,cluster", (RED, "A,anime,a"), (BLUE, "A,anime,b"))
    assert evaluate(folder, "style")["top1_ci95"] == [0.5, 0.5]


@pytest.fixture
def demographic(tmp_path):
    write_model(
        tmp_path / "export", name="dem", task="demographic", colours={"shounen": RED, "seinen": BLUE}, sharpness=3.0
    )
    version = create_version(tmp_path / "export", "demographic")
    activate_version(version)
    return version


def test_for_whom_is_told_by_the_column(dataset, demographic):
    figures = evaluate(dataset("label,demographic", (RED, "A,Shounen"), (RED, "B,seinen"), (RED, "C,")), "demographic")
    assert (figures["n"], figures["top1"]) == (2, 0.5)


@pytest.mark.parametrize("named", [True, False])
def test_for_whom_is_told_by_a_list_that_is_named_or_lies_beside(dataset, demographic, tmp_path, named):
    folder = dataset("label", (RED, "A"), (BLUE, "B"))
    facts = (tmp_path if named else folder) / "facts.csv"
    facts.write_text("label,demographic\nA,Shounen\nB,Shounen\n")
    figures = evaluate(folder, "demographic", *(["--facts", str(facts)] if named else []))
    assert (figures["n"], figures["top1"]) == (2, 0.5)


def test_without_anybody_who_tells_it_is_an_error(dataset, demographic):
    with pytest.raises(CommandError, match="line 1, demographic: the column is missing"):
        evaluate(dataset("label", (RED, "A")), "demographic")


def test_tags_are_measured_over_those_that_some_picture_has(dataset):
    make_tags()
    folder = dataset("tags", (RED, "red_hair sword"), (BLUE, "blue_eyes"), (GREEN, "sword"), (RED, ""))
    figures = evaluate(folder, "tags")
    assert list(figures)[:6] == ["task", "version", "n", "map", "macro_f1", "micro_f1"]
    assert (figures["n"], figures["left_out"]) == (3, 1)
    assert figures["map"] == 1.0  # the right picture is likeliest for either tag
    confidences = 1 / (1 + np.exp(-np.array([logits(c, TAG_COLOURS) for c in (RED, BLUE, GREEN)])))
    said = confidences >= np.array(TAG_THRESHOLDS)
    for column, tag in ((0, "red_hair"), (1, "blue_eyes")):
        expected = 2 / (1 + said[:, column].sum())
        assert figures["per_tag"][tag]["f1"] == pytest.approx(expected)
        assert figures["per_tag"][tag]["n"] == 1


def test_a_data_set_that_tells_nothing_the_network_knows_is_an_error(dataset):
    make_style()
    with pytest.raises(CommandError, match="a label that style-tiny knows, such as anime, cartoon"):
        evaluate(dataset("kind", (RED, "photograph")), "style")


def test_people_read_a_table_of_tags(dataset):
    make_tags()
    out = StringIO()
    call_command("evaluate", str(dataset("tags", (RED, "red_hair"))), "--task", "tags", stdout=out)
    assert "tags-tiny on 1 pictures with tags" in out.getvalue()
    assert "red_hair" in out.getvalue()


def test_without_a_network_the_reason_is_said(dataset):
    with pytest.raises(CommandError, match="No network answers for the task style yet"):
        evaluate(dataset("kind", (RED, "anime")), "style")
