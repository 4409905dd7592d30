"""One picture, an answer a task: decoded once, asked of every active network, kept by version, never lost together."""

from __future__ import annotations

import pytest

from catalog.models import Show
from classifier.core.image import fingerprint
from classifier.models import Answer, ModelLabel, ModelVersion, Upload
from classifier.predictors.onnx import OnnxPredictor
from classifier.services import (
    activate_version,
    answer_next,
    answer_of,
    answers_by_task,
    create_version,
    forget_networks,
    load_bundled,
    receive_picture,
    rollback_version,
)
from classifier.services.bundled import BUNDLED
from classifier.services.said import said_in, say
from tests.networks import STYLE_COLOURS, make_style, make_tags
from tests.tiny_network import picture, write_model

pytestmark = pytest.mark.django_db(transaction=True)

RED, BLUE = picture((220, 20, 20)), picture((20, 20, 220))


@pytest.fixture
def network(settings, tmp_path) -> ModelVersion:
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    write_model(tmp_path / "export")
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


@pytest.fixture
def runs(monkeypatch) -> list[tuple[str, int]]:
    """Which networks were run, and on how many pictures."""
    seen: list[tuple[str, int]] = []
    original = OnnxPredictor.run

    def run(self, batch):
        seen.append((self._path.parent.name, len(batch)))
        return original(self, batch)

    monkeypatch.setattr(OnnxPredictor, "run", run)
    return seen


def tasks_of(data: bytes) -> dict[str, str]:
    """The versions that answered a picture, by task."""
    found = answers_by_task([fingerprint(data)]).get(fingerprint(data), {})
    return {task: answer.version.name for task, answer in found.items()}


def test_a_picture_is_decoded_once_and_answered_by_all_active_networks(network, monkeypatch):
    make_style()
    make_tags()
    decoded = []
    from classifier.core.image import decode

    monkeypatch.setattr("classifier.services.uploads.decode", lambda data: decoded.append(data) or decode(data))
    monkeypatch.setattr("classifier.services.answers.decode", lambda data: decoded.append(data) or decode(data))

    upload = receive_picture(RED, owner="me")

    assert upload.status == Upload.Status.DONE
    assert len(decoded) == 1
    assert tasks_of(RED) == {"show": "show-tiny", "style": "style-tiny", "tags": "tags-tiny"}
    said = said_in(answer_of(upload), answers_by_task([upload.sha256])[upload.sha256].values())
    assert list(said.tasks) == ["style", "tags"]
    style, tags = said.tasks.values()
    assert (style.kind, [score.label for score in style.labels]) == ("single", ["anime", "cartoon"])
    assert [score.label for score in style.counting] == ["anime"]
    assert sum(score.confidence for score in style.labels) == pytest.approx(1.0, abs=1e-5)
    assert tags.kind == "multiple"
    assert {score.label for score in tags.counting} == {"red_hair", "indoors"}
    assert tags.groups["red_hair"] == "hair colour"


def test_labels_name_no_shows_and_make_none(network):
    Show.objects.create(slug="anime", title="anime")
    shows = Show.objects.count()
    style = make_style()
    assert Show.objects.count() == shows
    assert set(ModelLabel.objects.filter(version=style).values_list("label", "show")) == {
        ("anime", None),
        ("cartoon", None),
    }


def test_a_network_that_comes_later_is_asked_alone(network, runs):
    receive_picture(RED, owner="me")
    make_style()
    runs.clear()
    receive_picture(RED, owner="me")
    assert runs == [("style-tiny", 1)]
    assert set(tasks_of(RED)) == {"show", "style"}
    runs.clear()
    receive_picture(RED, owner="me")
    assert runs == []


def test_a_promotion_and_a_rollback_of_one_task_touch_that_one_only(network, runs):
    make_style("style-1")
    receive_picture(RED, owner="me")
    make_style("style-2")
    runs.clear()
    receive_picture(RED, owner="me")
    assert runs == [("style-2", 1)]
    assert tasks_of(RED) == {"show": "show-tiny", "style": "style-2"}
    rollback_version("style")
    assert tasks_of(RED)["style"] == "style-1"
    assert ModelVersion.objects.active("show") == network


def test_a_broken_network_beside_the_first_loses_its_own_answer_only(network, caplog):
    style = make_style()
    make_tags()
    (style.folder / "model.onnx").write_bytes(b"altered")
    forget_networks()

    upload = receive_picture(RED, owner="me")

    assert upload.status == Upload.Status.DONE
    assert set(tasks_of(RED)) == {"show", "tags"}
    assert "The network for the task style has no answer" in caplog.text
    assert list(say_red().tasks) == ["tags"]


def say_red():
    from classifier.core.image import decode

    return say(decode(RED))


def test_what_a_broken_network_left_out_is_answered_when_it_is_whole_again(network):
    style = make_style()
    whole = (style.folder / "model.onnx").read_bytes()
    (style.folder / "model.onnx").write_bytes(b"altered")
    forget_networks()
    receive_picture(RED, owner="me")
    (style.folder / "model.onnx").write_bytes(whole)
    receive_picture(RED, owner="me")
    assert set(tasks_of(RED)) == {"show", "style"}


def test_a_worker_answers_all_tasks_of_what_it_claimed_in_one_run_each(network, settings, runs):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"  # never reached
    make_style()
    uploads = [receive_picture(data, owner="me") for data in (RED, BLUE)]
    runs.clear()

    assert answer_next() == 2

    assert runs == [("show-tiny", 2), ("style-tiny", 2)]
    for upload in uploads:
        upload.refresh_from_db()
        assert upload.status == Upload.Status.DONE
    assert {tasks_of(RED)["style"], tasks_of(BLUE)["style"]} == {"style-tiny"}


def test_with_a_queue_a_known_picture_is_done_at_once_only_if_all_tasks_are_answered(network, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"  # never reached
    receive_picture(RED, owner="me")
    answer_next()
    assert receive_picture(RED, owner="me").status == Upload.Status.DONE
    make_style()
    again = receive_picture(RED, owner="me")
    assert again.status == Upload.Status.QUEUED
    answer_next()
    assert set(tasks_of(RED)) == {"show", "style"}


def test_an_old_answer_without_the_other_tasks_still_shows(network):
    upload = receive_picture(RED, owner="me")
    make_style()
    assert answer_of(upload).version == network
    assert said_in(answer_of(upload), answers_by_task([upload.sha256])[upload.sha256].values()).tasks == {}


def test_nothing_is_stored_where_nothing_shall_be_and_tasks_can_be_chosen(network, runs):
    make_style()
    make_tags()
    runs.clear()
    assert list(say_red().tasks) == ["style", "tags"]
    assert not Answer.objects.exists()
    runs.clear()
    from classifier.core.image import decode

    assert list(say(decode(RED), tasks={"tags"}).tasks) == ["tags"]
    assert [name for name, _ in runs] == ["show-tiny", "tags-tiny"]


def test_a_bundled_network_of_any_task_is_loaded_at_the_start(settings, tmp_path, monkeypatch):
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    monkeypatch.setattr("classifier.services.bundled.BUNDLED", tmp_path / "bundled")
    monkeypatch.setattr("classifier.models.versions.__file__", str(tmp_path / "models" / "versions.py"))
    write_model(tmp_path / "bundled" / "show", name="show-1")
    write_model(tmp_path / "bundled" / "style", name="style-1", task="style", colours=STYLE_COLOURS)
    load_bundled()
    assert dict(ModelVersion.objects.filter(state="active").values_list("task", "name")) == {
        "show": "show-1",
        "style": "style-1",
    }
    assert not Show.objects.exists()


def test_the_bundled_networks_lie_in_a_folder_of_their_task():
    assert {folder.name for folder in BUNDLED.iterdir() if folder.is_dir()} <= {"show", "style", "demographic", "tags"}
