"""A waiting upload is answered by one worker; what a dead worker left is taken up again, but not for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from classifier.core.image import fingerprint
from classifier.models import Answer, Upload
from classifier.services import answer_of, answer_upload, delete_upload, receive_picture
from classifier.services.claims import MAX_ATTEMPTS
from tests.fakes import FakePredictor, fake_network, make_shows
from tests.tiny_network import picture

LEASE = timedelta(seconds=60)

pytestmark = pytest.mark.django_db(transaction=True)

RED = picture((255, 0, 0))


@pytest.fixture
def network(settings, tmp_path):
    settings.SNN_MODELS = tmp_path / "models"
    return fake_network(settings, make_shows(6), [0.05, 0.5, 0.2, 0.1, 0.1, 0.05])


@pytest.fixture
def waiting(network) -> Upload:
    """An upload whose worker died before it answered."""
    upload = receive_picture(RED, owner="me")
    Answer.objects.all().delete()
    upload.status, upload.attempts = Upload.Status.QUEUED, 1
    upload.claimed_until = timezone.now() - timedelta(seconds=1)
    upload.save()
    FakePredictor.runs = 0
    return upload


def test_what_a_dead_worker_left_is_answered_from_the_stored_picture(waiting):
    answer_upload(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts, waiting.claimed_until) == (Upload.Status.DONE, 2, None)
    assert answer_of(waiting).predictions.count() == 5


def test_while_another_worker_is_at_it_nothing_happens(waiting):
    waiting.claimed_until = timezone.now() + LEASE
    waiting.save()
    answer_upload(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts, FakePredictor.runs) == (Upload.Status.QUEUED, 1, 0)


def test_a_claim_keeps_others_away_for_the_length_of_a_lease(waiting, monkeypatch):
    seen = []

    def run(self, batch):
        row = Upload.objects.get(pk=waiting.pk)
        seen.append(row.claimed_until - timezone.now())
        answer_upload(waiting.pk)  # another worker, in the middle of it
        return original(self, batch)

    original = FakePredictor.run
    monkeypatch.setattr(FakePredictor, "run", run)
    answer_upload(waiting.pk)
    assert len(seen) == 1
    assert LEASE - timedelta(seconds=5) < seen[0] <= LEASE
    waiting.refresh_from_db()
    assert waiting.status == Upload.Status.DONE


@pytest.mark.parametrize("status", [Upload.Status.DONE, Upload.Status.FAILED])
def test_what_is_over_is_left_alone(waiting, status):
    Upload.objects.update(status=status, error="as it was")
    answer_upload(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.error, FakePredictor.runs) == (status, "as it was", 0)


def test_after_several_attempts_it_is_given_up(waiting):
    Upload.objects.update(attempts=MAX_ATTEMPTS)
    answer_upload(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == Upload.Status.FAILED
    assert waiting.error == "Recognising this picture was given up after several attempts."
    assert FakePredictor.runs == 0


def test_the_last_attempt_is_still_made(waiting):
    Upload.objects.update(attempts=MAX_ATTEMPTS - 1)
    answer_upload(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == Upload.Status.DONE


@pytest.mark.parametrize("lost", ["file", "name"])
def test_a_picture_that_is_gone_fails_with_the_reason(waiting, lost):
    waiting.image.storage.delete(waiting.image.name)
    if lost == "name":
        Upload.objects.update(image="")
    answer_upload(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.error) == (Upload.Status.FAILED, "The picture is no longer there.")


def test_an_upload_that_does_not_exist_is_no_error(network):
    answer_upload(4711)
    assert FakePredictor.runs == 0


def test_an_upload_deleted_while_the_network_runs_leaves_no_answer(waiting, monkeypatch):
    original = FakePredictor.run

    def run(self, batch):
        delete_upload(Upload.objects.get(pk=waiting.pk))
        return original(self, batch)

    monkeypatch.setattr(FakePredictor, "run", run)
    answer_upload(waiting.pk)
    assert not Upload.objects.exists()
    assert not Answer.objects.filter(sha256=fingerprint(RED)).exists()


def test_no_transaction_is_open_while_the_network_runs(waiting, monkeypatch):
    from django.db import connection

    original, seen = FakePredictor.run, []

    def run(self, batch):
        seen.append(connection.in_atomic_block)
        return original(self, batch)

    monkeypatch.setattr(FakePredictor, "run", run)
    answer_upload(waiting.pk)
    receive_picture(picture((0, 0, 255)), owner="me")
    assert seen == [False, False]
