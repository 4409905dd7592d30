"""With a queue: pictures wait for a worker, come in batches, fail alone, and are stored once."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from classifier.models import Upload, Worker
from classifier.predictors import DeviceError
from classifier.services import (
    QueueFull,
    answer_next,
    answer_of,
    check_room,
    give_up_hopeless,
    place_of,
    receive_picture,
    report_alive,
    report_end,
    report_start,
    workers_there,
)
from classifier.services.claims import MAX_ATTEMPTS, claim_waiting, end_upload
from tests.fakes import FakePredictor, fake_network, make_shows
from tests.tiny_network import picture

pytestmark = pytest.mark.django_db(transaction=True)

Status = Upload.Status


@pytest.fixture
def network(settings, tmp_path):
    settings.SNN_MODELS = tmp_path / "models"
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"  # never reached: no test here sends a message
    settings.SNN_BATCH_SIZE = 4
    return fake_network(settings, make_shows(6), [0.05, 0.5, 0.2, 0.1, 0.1, 0.05])


def send(number: int) -> Upload:
    return receive_picture(picture((number, 0, 0)), owner="me")


def statuses() -> list[str]:
    return list(Upload.objects.order_by("pk").values_list("status", flat=True))


def leases_run_out() -> None:
    Upload.objects.filter(status=Status.QUEUED).update(claimed_until=timezone.now() - timedelta(seconds=1))


def test_a_picture_waits_until_a_worker_takes_it(network):
    upload = send(1)
    assert (upload.status, upload.attempts, FakePredictor.runs) == (Status.QUEUED, 0, 0)
    assert answer_next() == 1
    upload.refresh_from_db()
    assert (upload.status, upload.attempts) == (Status.DONE, 1)
    assert upload.created_at <= upload.ended_at <= timezone.now()
    assert answer_of(upload).device == "fake"


def test_a_batch_runs_the_network_once_and_takes_the_oldest_first(network):
    for number in range(6):
        send(number)
    assert answer_next() == 4
    assert statuses() == [Status.DONE] * 4 + [Status.QUEUED] * 2
    assert FakePredictor.runs == 1
    assert (answer_next(), answer_next()) == (2, 0)


def test_the_same_picture_again_is_answered_from_its_hash_at_once(network):
    send(1)
    answer_next()
    again = send(1)
    assert (again.status, FakePredictor.runs) == (Status.DONE, 1)


def test_the_same_picture_twice_in_a_batch_is_looked_at_once(network, monkeypatch):
    sizes = []
    original = FakePredictor.run

    def run(self, batch):
        sizes.append(len(batch))
        return original(self, batch)

    monkeypatch.setattr(FakePredictor, "run", run)
    for _ in range(3):
        send(1)
    answer_next()
    assert (sizes, statuses()) == ([1], [Status.DONE] * 3)


def test_a_picture_that_cannot_be_read_fails_alone(network):
    uploads = [send(number) for number in range(4)]
    uploads[1].image.storage.delete(uploads[1].image.name)
    answer_next()
    assert statuses() == [Status.DONE, Status.FAILED, Status.DONE, Status.DONE]


def test_a_picture_that_the_network_stumbles_over_fails_alone(network, monkeypatch):
    original = FakePredictor.run

    def run(self, batch):
        if np.any(batch.max(axis=(1, 2, 3)) > 0.9):
            raise ValueError("too bright")
        return original(self, batch)

    monkeypatch.setattr(FakePredictor, "run", run)
    for number in (1, 255, 3):
        send(number)
    answer_next()
    assert statuses() == [Status.DONE, Status.FAILED, Status.DONE]


def test_without_an_active_network_all_fail_with_the_reason(network):
    send(1)
    network.delete()
    answer_next()
    assert Upload.objects.get().error == "No network has been made active yet, so no picture can be recognised."


def test_what_was_tried_before_is_tried_alone(network):
    for number in range(3):
        send(number)
    assert len(claim_waiting(2)) == 2
    leases_run_out()  # the worker died
    assert [len(claim_waiting(4)) for _ in range(4)] == [1, 1, 1, 0]


def test_after_several_attempts_it_is_given_up(network):
    send(1)
    for _ in range(MAX_ATTEMPTS):
        assert len(claim_waiting(4)) == 1
        assert give_up_hopeless() == 0  # while somebody is at it
        leases_run_out()
    assert claim_waiting(4) == []
    assert give_up_hopeless() == 1
    assert statuses() == [Status.FAILED]


def test_what_a_worker_says_after_its_lease_does_not_count(network):
    send(1)
    (late,) = claim_waiting(1)
    leases_run_out()
    (current,) = claim_waiting(1)
    assert not end_upload(late, Status.FAILED, "too late")
    assert statuses() == [Status.QUEUED]
    assert end_upload(current, Status.DONE)
    assert not end_upload(current, Status.DONE), "it ends once"


def test_a_promotion_is_picked_up_between_two_batches(network, settings):
    settings.SNN_BATCH_SIZE = 1
    first, second = send(1), send(2)
    answer_next()
    type(network).objects.update(state="retired")
    after = type(network).objects.get()
    after.pk, after.name, after.state = None, "show-newer", "active"
    after.save()
    for label in network.labels.all():
        label.pk, label.version = None, after
        label.save()
    answer_next()
    assert (answer_of(first).version, answer_of(second).version) == (network, after)


def test_a_device_out_of_order_hands_its_batch_back_untried(network, monkeypatch):
    def run(self, batch):
        raise DeviceError("the GPU fell off the bus")

    send(1)
    monkeypatch.setattr(FakePredictor, "run", run)
    with pytest.raises(DeviceError):
        answer_next()
    upload = Upload.objects.get()
    assert (upload.status, upload.claimed_until, upload.attempts) == (Status.QUEUED, None, 0)


def test_the_place_in_the_queue_counts_those_that_came_before(network):
    uploads = [send(number) for number in range(3)]
    assert [place_of(upload) for upload in uploads] == [1, 2, 3]
    Upload.objects.filter(pk=uploads[0].pk).update(status=Status.DONE)
    assert [place_of(upload) for upload in uploads[1:]] == [1, 2]


def test_a_queue_that_is_too_long_turns_away_and_says_when_to_come_back(network, settings):
    settings.SNN_QUEUE_LIMIT = 2
    send(1)
    check_room()
    send(2)
    with pytest.raises(QueueFull) as refused:
        check_room()
    assert refused.value.seconds == 60, "nothing was answered lately"
    Upload.objects.bulk_create(
        Upload(sha256="0", status=Status.DONE, ended_at=timezone.now(), expires_at=timezone.now()) for _ in range(6)
    )
    with pytest.raises(QueueFull) as refused:
        check_room()
    assert refused.value.seconds == 10, "six a minute, and one has to go"


def test_without_a_queue_nobody_is_turned_away(network, settings):
    settings.CELERY_BROKER_URL, settings.SNN_QUEUE_LIMIT = "", 0
    check_room()


def test_a_worker_is_there_while_it_says_so(network):
    report_start("gpu@home", "cuda")
    report_alive("gpu@home", answered=3)
    (worker,) = workers_there()
    assert (worker.device, worker.answered, worker.version) == ("cuda", 3, network)
    Worker.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    assert not workers_there()
    report_alive("gpu@home")
    assert workers_there()
    report_end("gpu@home")
    assert not Worker.objects.exists()
