"""The tasks beside the first go the same straight line: train, choose, promote."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
import torch
from django.core.management import CommandError, call_command
from PIL import Image

from catalog.models import Show
from classifier.core.model_card import read_card
from classifier.models import ModelVersion
from tests.pipeline.conftest import TINY_RECIPE
from training.core.manifest import read_manifest
from training.core.recipe import Recipe
from training.engine.network import create_network
from training.services import create_run
from training.services.runs import RunError

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

HAIR = {"red_hair": (200, 50, 50), "blue_hair": (50, 70, 200), "green_hair": (60, 180, 80)}
EYES = {"brown_eyes": (120, 80, 40), "aqua_eyes": (60, 200, 210)}


def write(folder: Path, rows: list[tuple[dict[str, str], np.ndarray]]) -> Path:
    (folder / "images").mkdir(parents=True)
    names = list(rows[0][0])
    with (folder / "metadata.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=["file_name", *names])
        writer.writeheader()
        for number, (cells, picture) in enumerate(rows):
            name = f"images/{number}.png"
            Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).save(folder / name)
            writer.writerow({"file_name": name, **cells})
    return folder


@pytest.fixture
def shows(tmp_path: Path) -> Path:
    """Write six shows of each kind, four pictures each: anime light, cartoons dark."""
    noise = np.random.default_rng(0)
    rows = []
    for kind, light in (("anime", 190), ("cartoon", 60)):
        for show in range(6):
            for _ in range(4):
                cells = {"label": f"{kind} {show}", "kind": kind, "split": "train", "cluster": ""}
                rows.append((cells, light + noise.normal(0, 20, (40, 50, 3))))
    return write(tmp_path / "shows", rows)


@pytest.fixture
def faces(tmp_path: Path) -> Path:
    """Write faces whose upper half is hair and whose lower half is eyes; one has a colour of its own."""
    noise = np.random.default_rng(1)
    rows = []
    for number in range(72):
        hair, eyes = list(HAIR)[number % 3], list(EYES)[number % 2]
        picture = np.concatenate([np.full((20, 40, 3), HAIR[hair]), np.full((20, 40, 3), EYES[eyes])])
        tags = f"{eyes} {hair}" if number else f"{eyes} gray_hair"
        rows.append(({"tags": tags, "split": "train"}, picture + noise.normal(0, 15, picture.shape)))
    return write(tmp_path / "faces", rows)


def through(task: str, folder: Path, **changes: object) -> dict:
    name = f"first-{task}"
    call_command("train", datasets=[folder], name=name, task=task, **{**TINY_RECIPE, "epochs": 4, **changes})
    call_command("choose", name, stdout=StringIO())
    promoted = StringIO()
    call_command("promote", name, json=True, stdout=promoted)
    return json.loads(promoted.getvalue())


def test_style_is_learnt_judged_on_whole_shows_and_promoted(runs, shows):
    promoted = through("style", shows, val=0.34)
    card = read_card(ModelVersion.objects.active("style").folder)
    assert (card.task, card.labels, card.kind, card.unknown.score) == ("style", ("anime", "cartoon"), "single", "none")
    assert promoted["metrics"]["val"]["shows"]["n"] == card.metrics["val"]["shows"]["n"] == 16
    rows = read_manifest(runs / "first-style" / "manifest.csv")
    taught = {row.cluster for row in rows if row.split == "train"}
    judged = {row.cluster for row in rows if row.split == "val"}
    assert len(taught) == 8
    assert len(judged) == 4
    assert not taught & judged
    assert "2 styles in shows" in card.learnt_from
    assert not Show.objects.filter(title="anime").exists(), "a style is no show"
    assert ModelVersion.objects.active("show") is None


def test_tags_are_learnt_with_a_threshold_each_and_rare_ones_are_left_out(runs, faces):
    promoted = through("tags", faces, val=0.25, least_pictures=3, ema_decay=0.5)
    card = read_card(ModelVersion.objects.active("tags").folder)
    assert card.kind == "multiple"
    assert card.labels == tuple(sorted([*HAIR, *EYES]))
    assert len(card.thresholds) == len(card.labels)
    assert card.left_out == {"gray_hair": 1}
    assert card.label_groups["aqua_eyes"] == "eye colour"
    figures = promoted["metrics"]["val"]["faces"]
    assert figures["map"] > 0.9
    lines = (runs / "first-tags" / "evaluations.jsonl").read_text().splitlines()
    assert json.loads(lines[-1])["map"] == pytest.approx(figures["map"], abs=0.1)


def test_demographic_comes_from_a_list_of_shows(runs, shows, tmp_path):
    facts = tmp_path / "facts.csv"
    lines = [
        f"{kind} {n},{'Seinen' if kind == 'anime' else 'Shounen'}" for kind in ("anime", "cartoon") for n in range(5)
    ]
    facts.write_text("\n".join(["label,demographic", *lines]) + "\n")
    summary = create_run(name="whom", task="demographic", folders=[shows], facts=[facts], options=TINY_RECIPE)
    assert summary.labels == 2
    assert {row.reason for row in summary.left_out} == {
        "nothing says for whom anime 5 was made",
        "nothing says for whom cartoon 5 was made",
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"task": "taste"}, "no task 'taste'"),
        ({"task": "style", "known": Path("known.csv")}, "knows no strangers"),
        ({"task": "tags"}, "two tags at least"),
        ({"task": "demographic"}, "two demographics at least"),
    ],
)
def test_what_cannot_be_learnt_is_refused_in_a_sentence(runs, shows, asked, said):
    with pytest.raises((RunError, CommandError), match=said):
        create_run(name="none", folders=[shows], options=TINY_RECIPE, **asked)
    assert not (runs / "none").exists()


@pytest.mark.parametrize("architecture", ["dense_1x128", "dense_3x1024", "small_cnn"])
def test_own_architectures_are_known_and_answer(architecture):
    recipe = Recipe("r", "style", (), ("anime", "cartoon"), architecture, pretrained="none", size=64, resize=72)
    network = create_network(recipe).eval()
    logits, embedding = network(torch.zeros(2, 3, 64, 64))
    assert logits.shape == (2, 2)
    assert embedding.shape == (2, 256)
