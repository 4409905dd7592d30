"""Versions of a network: made ready from files, put in front, taken back. What is wrong changes nothing."""

from __future__ import annotations

import hashlib
import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from catalog.models import Alias, Show
from classifier.models import ModelVersion
from classifier.services import (
    VersionError,
    activate_version,
    answer_of,
    create_version,
    finish_version,
    forget_networks,
    known_shows,
    receive_picture,
    recognise,
    rollback_version,
)
from tests.frames import make_frame
from tests.tiny_network import COLOURS, picture, write_model

pytestmark = pytest.mark.django_db

READY, ACTIVE, RETIRED = ModelVersion.State.READY, ModelVersion.State.ACTIVE, ModelVersion.State.RETIRED


@pytest.fixture(autouse=True)
def models(settings, tmp_path) -> Path:
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    return settings.SNN_MODELS


@pytest.fixture
def make(tmp_path):
    """Make a version ready, from a folder of its own."""

    def make(name: str = "show-tiny", progress=None, **options) -> ModelVersion:
        write_model(tmp_path / f"export of {name}", name=name, **options)
        return create_version(tmp_path / f"export of {name}", "show", progress=progress)

    return make


def states() -> dict[str, str]:
    return dict(ModelVersion.objects.values_list("name", "state"))


def nothing_was_made(models: Path) -> bool:
    return not ModelVersion.objects.exists() and not Show.objects.exists() and not list(models.glob("*"))


def best(colour=(255, 0, 0)) -> str:
    return recognise(Image.new("RGB", (32, 32), colour)).predictions[0][0].title


def test_a_new_version_is_ready_with_its_files_and_labels_but_does_not_answer_yet(make, models):
    version = make()
    assert states() == {"show-tiny": READY}
    assert sorted(path.name for path in version.folder.iterdir()) == ["model.json", "model.onnx"]
    assert version.folder == models / "show-tiny"
    assert [label.label for label in version.labels.all()] == list(COLOURS)
    assert version.card["unknown"]["threshold"] == 0.5


def test_a_label_that_nobody_knows_becomes_a_show_that_can_be_found_again(make):
    make()
    red = Show.objects.get(slug="red-show")
    assert red.title == "Red Show"
    assert {(alias.text, alias.language) for alias in red.aliases.all()} == {
        ("Red Show", Alias.Language.LABEL),
        ("Red Show", Alias.Language.ROMAJI),
    }
    assert make("show-second").labels.get(label="Red Show").show == red
    assert Show.objects.count() == len(COLOURS)


def test_labels_mean_the_shows_of_the_catalogue_by_any_of_their_names(make):
    show = Show.objects.create(slug="akai", title="Akai", title_english="Red Show!")
    Alias.objects.create(show=show, text="Red Show!", language=Alias.Language.ENGLISH)
    assert make().labels.get(label="Red Show").show == show


def test_a_label_that_may_mean_two_shows_is_an_error_naming_both(make, models):
    for slug in ("one", "two"):
        show = Show.objects.create(slug=slug, title=f"Number {slug}")
        Alias.objects.create(show=show, text="red show", language=Alias.Language.SYNONYM)
    with pytest.raises(VersionError, match=r"'Red Show' may mean Number one \(one\) and Number two \(two\)"):
        make()
    assert not ModelVersion.objects.exists()
    assert Show.objects.count() == 2
    assert not list(models.glob("*"))


def test_two_labels_for_one_show_are_an_error_naming_both(make, models):
    with pytest.raises(VersionError, match="The labels 'Red Show' and 'red show' both mean Red Show"):
        make(colours={"Red Show": (255, 0, 0), "red show": (0, 255, 0)})
    assert nothing_was_made(models)


def damage_network(folder: Path) -> None:
    data = bytearray((folder / "model.onnx").read_bytes())
    data[-1] ^= 1
    (folder / "model.onnx").write_bytes(data)


def drop_network(folder: Path) -> None:
    (folder / "model.onnx").unlink()


def drop_card(folder: Path) -> None:
    (folder / "model.json").unlink()


def change_card(**fields):
    def change(folder: Path) -> None:
        card = json.loads((folder / "model.json").read_text())
        (folder / "model.json").write_text(json.dumps(card | fields))

    return change


def no_network_at_all(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"nonsense")
    change_card(files={"model.onnx": hashlib.sha256(b"nonsense").hexdigest()})(folder)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (damage_network, "model.onnx is not the file on the card of show-tiny: its SHA-256 differs."),
        (drop_network, "model.onnx cannot be read"),
        (drop_card, "model.json: there is no such file"),
        (change_card(task="style"), "holds a network for the task style, not show"),
        (change_card(name="../outside"), "'../outside' cannot be the name of a version or file"),
        (change_card(files={"../model.onnx": "0"}), "'../model.onnx' cannot be the name of a version or file"),
        (change_card(files={}), "model.onnx does not stand on the card of show-tiny"),
        (change_card(format=99), "model.json: format is 99"),
        (change_card(labels=["a", "b"], outputs={"logits": 2, "embedding": 3}), "gives logits of shape"),
        (no_network_at_all, "model.onnx cannot be loaded"),
    ],
)
def test_files_that_are_absent_altered_or_broken_are_an_error_that_changes_nothing(tmp_path, models, damage, reason):
    write_model(tmp_path / "export")
    damage(tmp_path / "export")
    with pytest.raises(VersionError) as caught:
        create_version(tmp_path / "export", "show")
    assert reason in str(caught.value)
    assert nothing_was_made(models)


def test_a_version_is_ready_once_it_has_answered_every_approved_frame(make):
    make_frame(1, make("first").labels.get(label="Red Show").show, COLOURS["Red Show"])
    told = []
    second = make("second", progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]
    assert second.frame_scores.count() == 1
    assert states()["second"] == READY


def test_a_version_cut_short_while_it_answered_frames_is_finished_and_not_made_twice(make):
    make_frame(1, make("first").labels.get(label="Red Show").show, COLOURS["Red Show"])
    with pytest.raises(KeyboardInterrupt):
        make("second", progress=cut_short)
    assert states() == {"first": READY, "second": ModelVersion.State.PREPARING}
    with pytest.raises(VersionError, match="second is not ready"):
        activate_version(ModelVersion.objects.get(name="second"))
    assert finish_version("second").state == READY
    assert states() == {"first": READY, "second": READY}
    assert finish_version("second") is None
    assert finish_version("third") is None


def cut_short(done: int, total: int) -> None:
    raise KeyboardInterrupt


def test_a_name_is_taken_once(make, tmp_path):
    make()
    with pytest.raises(VersionError, match="There is already a version named show-tiny"):
        create_version(tmp_path / "export of show-tiny", "show")
    assert states() == {"show-tiny": READY}


def test_activating_retires_the_one_before(make):
    first, second = make("first"), make("second")
    activate_version(first)
    assert states() == {"first": ACTIVE, "second": READY}
    activate_version(second)
    assert states() == {"first": RETIRED, "second": ACTIVE}
    assert ModelVersion.objects.active("show") == second


def test_the_next_picture_is_answered_by_the_new_version(make):
    activate_version(make("first"))
    assert best() == "Red Show"
    swapped = dict(zip(COLOURS, [COLOURS["Blue Show"], *list(COLOURS.values())[1:]], strict=True))
    swapped["Blue Show"] = COLOURS["Red Show"]
    activate_version(make("second", colours=swapped))
    assert best() == "Blue Show"
    rollback_version("show")
    assert best() == "Red Show"


@pytest.mark.django_db(transaction=True)
def test_an_upload_shows_the_answer_of_the_active_version_else_the_newest(make):
    first, second = make("first"), make("second")
    activate_version(first)
    upload = receive_picture(picture((255, 0, 0)), owner="me")
    assert answer_of(upload).version == first
    activate_version(second)
    assert answer_of(upload).version == first
    receive_picture(picture((255, 0, 0)), owner="you")
    assert answer_of(upload).version == second
    activate_version(first)
    assert answer_of(upload).version == first


def test_a_version_whose_files_are_damaged_is_not_activated(make):
    first, second = make("first"), make("second")
    activate_version(first)
    damage_network(second.folder)
    with pytest.raises(VersionError, match="SHA-256 differs"):
        activate_version(second)
    assert states() == {"first": ACTIVE, "second": READY}


def test_a_version_that_is_being_prepared_is_not_activated(make):
    version = make()
    ModelVersion.objects.update(state=ModelVersion.State.PREPARING)
    with pytest.raises(VersionError, match="show-tiny is not ready"):
        activate_version(version)


@pytest.mark.django_db(transaction=True)
def test_a_damaged_active_network_fails_the_picture_with_a_sentence_and_the_log_says_why(make, caplog):
    version = make()
    activate_version(version)
    forget_networks()
    damage_network(version.folder)
    upload = receive_picture(picture((255, 0, 0)), owner="me")
    assert upload.error == "The network is out of order. Whoever runs this site finds the reason in its log."
    assert "SHA-256 differs" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_network_that_gives_no_numbers_fails_the_picture(make, caplog):
    activate_version(make(sharpness=1e38))
    upload = receive_picture(picture((255, 255, 255)), owner="me")
    assert upload.status == upload.Status.FAILED
    assert "not finite" in caplog.text


def test_rolling_back_goes_to_the_version_before_and_again_back(make):
    first, second = make("first"), make("second")
    activate_version(first)
    activate_version(second)
    out = StringIO()
    call_command("rollback", stdout=out)
    assert out.getvalue() == "first answers again.\n"
    assert states() == {"first": ACTIVE, "second": RETIRED}
    out = StringIO()
    call_command("rollback", "--task", "show", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"task": "show", "version": "second"}


def test_rolling_back_passes_over_versions_whose_files_are_gone(make):
    for name in ("first", "second", "third"):
        activate_version(make(name))
    drop_network(ModelVersion.objects.get(name="second").folder)
    assert rollback_version("show").name == "first"


def test_there_may_be_nothing_to_go_back_to(make):
    activate_version(make())
    with pytest.raises(CommandError, match="No earlier version of the task show is left to go back to"):
        call_command("rollback", "--task", "show")
    assert states() == {"show-tiny": ACTIVE}


def test_a_show_that_left_the_catalogue_and_came_back_is_named_again(make):
    activate_version(make())
    Show.objects.get(slug="red-show").delete()
    answer = recognise(Image.new("RGB", (32, 32), (255, 0, 0)))
    assert not answer.ranking.known
    assert "Red Show" not in [show.title for show, _ in answer.predictions]
    again = Show.objects.create(slug="red", title="Red Show")
    Alias.objects.create(show=again, text="Red Show", language=Alias.Language.ROMAJI)
    assert best() == "Red Show"
    assert known_shows("show")[0].slug == "red"


def test_a_missing_show_costs_no_more_than_one_more_query_once_it_was_looked_for(make, django_assert_num_queries):
    activate_version(make())
    Show.objects.get(slug="red-show").delete()
    known_shows("show")
    with django_assert_num_queries(3):  # labels, shows known by their frames, names
        known_shows("show")


def test_what_the_outputs_mean_is_asked_in_two_queries(make, django_assert_num_queries):
    activate_version(make())
    with django_assert_num_queries(2):  # labels, shows known by their frames
        assert len(known_shows("show")) == len(COLOURS)


def test_an_output_is_what_the_network_computes(make):
    """Red is nearest to Red; the confidence is the softmax of minus the squared distance."""
    activate_version(make(sharpness=2.0))
    pixels = np.array([255, 0, 0]) / 255
    distances = np.array([((pixels - np.array(colour) / 255) ** 2).sum() for colour in COLOURS.values()])
    expected = np.exp(-2 * distances) / np.exp(-2 * distances).sum()
    answer = recognise(Image.new("RGB", (32, 32), (255, 0, 0)))
    found = {show.title: confidence for show, confidence in answer.predictions}
    for title, probability in zip(COLOURS, expected, strict=True):
        if title in found:
            assert found[title] == pytest.approx(probability, abs=1e-5)
    assert len(found) == 5
