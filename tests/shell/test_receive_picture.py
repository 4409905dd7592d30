"""A picture that is sent: taken in whole or not at all, answered at once, found again by its sender only."""

from __future__ import annotations

import errno
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import OperationalError
from PIL import Image

from catalog.storage import store_whole
from classifier.core.image import ImageRefused, fingerprint
from classifier.models import Answer, Upload
from classifier.services import answer_of, answers_of, receive_picture, uploads_of
from tests.fakes import FakePredictor, fake_network, make_shows
from tests.tiny_network import picture

pytestmark = pytest.mark.django_db(transaction=True)

RED = picture((255, 0, 0))
STORED = f"uploads/{fingerprint(RED)[:2]}/{fingerprint(RED)}.jpg"


@pytest.fixture
def network(settings, tmp_path):
    settings.SNN_MODELS = tmp_path / "models"
    return fake_network(settings, make_shows(6), [0.05, 0.5, 0.2, 0.1, 0.1, 0.05])


def stored_files(settings) -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_picture_is_answered_with_five_shows_best_first(network):
    upload = receive_picture(RED, owner="me")
    assert (upload.status, upload.error, upload.attempts) == (Upload.Status.DONE, "", 1)
    answer = answer_of(upload)
    assert (answer.known, answer.reason, answer.version, answer.device) == (True, "", network, "fake")
    titles = [(prediction.rank, prediction.show.title) for prediction in answer.predictions.all()]
    assert titles == [(1, "Show 2"), (2, "Show 3"), (3, "Show 4"), (4, "Show 5"), (5, "Show 1")]
    assert answer.predictions.all()[0].confidence == pytest.approx(0.5, abs=1e-6)


def test_below_the_threshold_the_answer_is_unknown_and_still_names_five(settings, tmp_path):
    settings.SNN_MODELS = tmp_path / "models"
    fake_network(settings, make_shows(6), [0.25, 0.25, 0.2, 0.1, 0.1, 0.1])
    answer = answer_of(receive_picture(RED, owner="me"))
    assert not answer.known
    assert answer.reason == "It is not enough like any show that the network knows."
    assert answer.predictions.count() == 5


def test_it_is_stored_as_a_jpeg_under_the_hash_of_what_was_received(network, settings):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    buffer = BytesIO()
    Image.new("RGB", (2000, 1000), (255, 0, 0)).save(buffer, "JPEG", exif=exif)
    upload = receive_picture(buffer.getvalue(), owner="me")
    sha256 = fingerprint(buffer.getvalue())
    assert upload.sha256 == sha256
    assert stored_files(settings) == [f"uploads/{sha256[:2]}/{sha256}.jpg"]
    assert (upload.width, upload.height) == (2000, 1000)
    with upload.image.open("rb") as file:
        data = file.read()
    assert b"taken at home" not in data
    assert Image.open(BytesIO(data)).size == (1600, 800)


def test_other_programs_may_read_what_is_stored(network):
    upload = receive_picture(RED, owner="me")
    assert Path(upload.image.path).stat().st_mode & 0o777 == 0o644


def test_the_picture_goes_after_so_many_hours(network, settings):
    settings.SNN_PICTURE_HOURS = 7
    upload = receive_picture(RED, owner="me")
    assert (upload.expires_at - upload.created_at).total_seconds() == pytest.approx(7 * 3600, abs=5)


@pytest.mark.parametrize("data", [b"", b"text", RED[:60]])
def test_of_what_is_refused_nothing_is_kept(network, settings, data):
    with pytest.raises(ImageRefused):
        receive_picture(data, owner="me")
    assert not Upload.objects.exists()
    assert stored_files(settings) == []


def test_the_same_picture_twice_is_asked_once_and_stored_once(network, settings):
    first, second = receive_picture(RED, owner="me"), receive_picture(RED, owner="you")
    assert FakePredictor.runs == 1
    assert second.status == Upload.Status.DONE
    assert answer_of(first) == answer_of(second)
    assert stored_files(settings) == [STORED]
    assert first.public_id != second.public_id


def test_another_picture_is_asked_for_itself(network):
    receive_picture(RED, owner="me")
    receive_picture(picture((0, 0, 255)), owner="me")
    assert FakePredictor.runs == 2
    assert Answer.objects.count() == 2


def test_the_same_picture_is_asked_anew_once_other_shows_can_be_named(network):
    receive_picture(RED, owner="me")
    best = network.labels.get(index=1).show
    best.is_listed = False
    best.save()
    answer = answer_of(receive_picture(RED, owner="me"))
    assert FakePredictor.runs == 2
    assert not answer.known
    assert [prediction.show.title for prediction in answer.predictions.all()] == [
        "Show 3",
        "Show 4",
        "Show 5",
        "Show 1",
        "Show 6",
    ]
    assert Answer.objects.count() == 1


def test_a_show_that_was_unlisted_since_is_not_shown(network):
    upload = receive_picture(RED, owner="me")
    best = network.labels.get(index=1).show
    best.is_listed = False
    best.save()
    assert best not in [prediction.show for prediction in answer_of(upload).predictions.all()]


def test_without_a_network_the_upload_fails_with_the_reason(db):
    upload = receive_picture(RED, owner="me")
    assert upload.status == Upload.Status.FAILED
    assert upload.error == "No network has been made active yet, so no picture can be recognised."
    assert answer_of(upload) is None


def test_whatever_goes_wrong_while_answering_is_logged_and_stored_as_a_failure(network, monkeypatch, caplog):
    def run(self, batch):
        raise ZeroDivisionError("in the network")

    monkeypatch.setattr(FakePredictor, "run", run)
    upload = receive_picture(RED, owner="me")
    assert upload.status == Upload.Status.FAILED
    assert upload.error == "Something went wrong here. It has been logged."
    assert "in the network" in caplog.text


class FullDisk(FileSystemStorage):
    """A disk with room for a name and for nothing in it."""

    def _save(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_in_a_sentence_and_nothing_is_kept(network, settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.FullDisk"}}
    with pytest.raises(ImageRefused) as caught:
        receive_picture(RED, owner="me")
    assert caught.value.status == 507
    assert caught.value.message.startswith("The disk of this server is full")
    assert not Upload.objects.exists()
    assert stored_files(settings) == []


def test_a_database_on_a_full_disk_is_said_in_the_same_sentence_and_nothing_is_kept(network, settings, monkeypatch):
    def store(*arguments):
        store_whole(*arguments)
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("classifier.services.uploads.store_whole", store)
    with pytest.raises(ImageRefused) as caught:
        receive_picture(RED, owner="me")
    assert caught.value.status == 507
    assert not Upload.objects.exists()
    assert stored_files(settings) == []


def test_a_failure_leaves_a_picture_that_somebody_else_sent(network, settings, monkeypatch):
    receive_picture(RED, owner="me")

    def create(**fields):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(Upload.objects, "create", create)
    with pytest.raises(ImageRefused):
        receive_picture(RED, owner="you")
    assert stored_files(settings) == [STORED]


def test_another_error_of_the_disk_is_not_called_a_full_one(network, settings):
    Path(settings.MEDIA_ROOT).write_text("a file where the folder should be")
    with pytest.raises(OSError, match="Not a directory"):
        receive_picture(RED, owner="me")
    assert not Upload.objects.exists()


class Unplugged(FileSystemStorage):
    """A storage that stops in the middle of moving a file in."""

    def _save(self, name, content):
        raise KeyboardInterrupt


def test_a_stop_in_the_middle_leaves_no_half_a_picture(network, settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Unplugged"}}
    with pytest.raises(KeyboardInterrupt):
        receive_picture(RED, owner="me")
    assert stored_files(settings) == []
    assert not Upload.objects.exists()


def test_uploads_are_found_by_their_senders_only(network, owner_user, other_user):
    signed_in = receive_picture(RED, owner="session-1", user=owner_user)
    anonymous = receive_picture(RED, owner="session-2", user=AnonymousUser())
    assert list(uploads_of(owner="session-1", user=AnonymousUser())) == [signed_in]
    assert list(uploads_of(owner="session-9", user=owner_user)) == [signed_in]
    assert list(uploads_of(owner="session-2", user=other_user)) == [anonymous]
    assert list(uploads_of(owner="session-2", user=owner_user)) == [anonymous, signed_in]
    assert not uploads_of(owner="session-9", user=other_user).exists()
    assert not uploads_of(owner="", user=AnonymousUser()).exists()


def test_an_upload_without_a_session_belongs_to_nobody(network):
    receive_picture(RED, owner="")
    assert not uploads_of(owner="").exists()


def test_a_list_of_answers_takes_as_many_queries_as_one(network, django_assert_num_queries):
    uploads = [receive_picture(picture((n, 0, 0)), owner="me") for n in range(0, 250, 50)]
    with django_assert_num_queries(2):
        answers = answers_of(uploads)
        assert all(answers[upload.sha256].predictions.all()[0].show.title == "Show 2" for upload in uploads)


def test_answering_takes_few_queries(network, django_assert_max_num_queries):
    receive_picture(RED, owner="me")
    with django_assert_max_num_queries(19):
        receive_picture(picture((0, 0, 255)), owner="me")


def test_the_picture_can_be_read_from_storage(network):
    upload = receive_picture(RED, owner="me")
    assert default_storage.exists(upload.image.name)
    assert upload.image.name == STORED
