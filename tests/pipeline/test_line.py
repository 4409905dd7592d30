"""The straight line: pictures in a folder become a network that answers."""

from __future__ import annotations

import json
from io import BytesIO, StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from catalog.models import Show
from classifier.core.model_card import read_card
from classifier.models import ModelVersion
from classifier.services import answer_of, receive_picture
from tests.pipeline.conftest import COLOURS, TINY_RECIPE
from training.core.manifest import read_manifest

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def picture_of(label: str) -> bytes:
    noise = np.random.default_rng(9).normal(0, 25, (90, 160, 3))
    picture = np.clip(np.asarray(COLOURS[label]) + noise, 0, 255).astype(np.uint8)
    data = BytesIO()
    Image.fromarray(picture).save(data, "PNG")
    return data.getvalue()


def train(colours, name: str, **changes: object) -> None:
    options = {**TINY_RECIPE, "epochs": 6, **changes}
    call_command("train", datasets=[colours], name=name, **options)


def test_a_folder_of_pictures_becomes_a_network_that_answers(runs, colours):
    train(colours, "first")
    chosen = StringIO()
    call_command("choose", "first", json=True, stdout=chosen)
    choice = json.loads(chosen.getvalue())
    assert len(choice["table"]) == 6
    assert (runs / "first" / "curves.svg").read_text().lstrip().startswith("<?xml")
    promoted = StringIO()
    call_command("promote", "first", json=True, stdout=promoted)

    version = ModelVersion.objects.active("show")
    assert version is not None
    assert json.loads(promoted.getvalue())["version"] == version.name == f"first-epoch-{choice['epoch']:03d}"
    card = read_card(version.folder)
    assert card.labels == ("Amber Field", "Crimson Pier", "Teal Harbour")
    assert set(card.files) == {"model.onnx", "model.safetensors", "manifest.csv"}
    assert card.metrics["val"]["colours"]["n"] == sum(
        row.role == "known" and row.split == "val" for row in read_manifest(version.folder / "manifest.csv")
    )
    assert set(Show.objects.values_list("title", flat=True)) == set(card.labels), "labels of no show became shows"

    upload = receive_picture(picture_of("Teal Harbour"), owner="somebody")
    answer = answer_of(upload)
    assert answer is not None
    assert answer.predictions.select_related("show")[0].show.title == "Teal Harbour"


def test_a_second_network_can_be_promoted_and_rolled_back(runs, colours):
    for name in ("first", "second"):
        train(colours, name, epochs=1, seed=len(name))
        call_command("choose", name, stdout=StringIO())
        call_command("promote", name, stdout=StringIO())
    active = ModelVersion.objects.active("show")
    assert active is not None
    assert active.name == "second-epoch-000"
    call_command("rollback", task="show", stdout=StringIO())
    active = ModelVersion.objects.active("show")
    assert active is not None
    assert active.name == "first-epoch-000"


def test_a_test_part_is_scored_once_and_stands_on_the_card(runs, colours):
    train(colours, "tested", epochs=2, test=0.2)
    call_command("choose", "tested", stdout=StringIO())
    call_command("promote", "tested", epoch=0, stdout=StringIO())
    scored = (runs / "tested" / "evaluations" / "test.npz").read_bytes()
    call_command("promote", "tested", epoch=1, stdout=StringIO())
    assert (runs / "tested" / "evaluations" / "test.npz").read_bytes() == scored
    version = ModelVersion.objects.active("show")
    assert version is not None
    assert read_card(version.folder).metrics["test"]["colours"]["n"] > 0


def test_promotion_before_the_choice_says_what_to_do(made_run):
    made_run("early")
    with pytest.raises(CommandError, match=r"manage\.py choose early"):
        call_command("promote", "early")


def test_a_promotion_that_fails_leaves_the_network_that_answered(runs, colours):
    train(colours, "good", epochs=1)
    call_command("choose", "good", stdout=StringIO())
    call_command("promote", "good", stdout=StringIO())
    before = ModelVersion.objects.active("show")
    folders = sorted(path.name for path in before.folder.parent.iterdir())
    with pytest.raises(CommandError, match="already a version named good-epoch-000"):
        call_command("promote", "good")
    assert ModelVersion.objects.active("show") == before
    assert sorted(path.name for path in before.folder.parent.iterdir()) == folders


def test_views_can_be_chosen_after_training_and_stand_on_the_card(runs, colours):
    train(colours, "views", epochs=1)
    call_command("choose", "views", stdout=StringIO())
    one_view = (runs / "views" / "evaluations" / "epoch-000.npz").read_bytes()
    call_command("choose", "views", views=["start", "end"], stdout=StringIO())
    assert (runs / "views" / "evaluations" / "epoch-000.npz").read_bytes() != one_view
    with pytest.raises(CommandError, match="views cannot be"):
        call_command("choose", "views", views=["middle"])
    call_command("promote", "views", stdout=StringIO())
    version = ModelVersion.objects.active("show")
    assert version is not None
    assert read_card(version.folder).input.views == ("start", "end")
