"""With a queue a page tells the place in line, shows the answer when it is there, and says what holds it up."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection
from django.urls import reverse

from classifier import broker, waiting
from classifier.models import Upload
from classifier.services import answer_next, receive_picture, report_start
from classifier.waiting import WaitingRoom
from tests.fakes import fake_network, make_shows
from tests.tiny_network import picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue(settings, tmp_path, monkeypatch):
    """A queue whose broker answers and where one worker is there; a page is held for a moment only."""
    settings.SNN_MODELS = tmp_path / "models"
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr("classifier.services.queue.broker_answers", lambda: True)
    monkeypatch.setattr("classifier.views.waiting.SHORTEST", 0.1)
    monkeypatch.setattr("classifier.views.waiting.LONGEST", 0.1)
    report_start("cpu@home", "fake")
    return fake_network(settings, make_shows(6), [0.05, 0.5, 0.2, 0.1, 0.1, 0.05])


def send(number: int) -> Upload:
    return receive_picture(picture((number, 0, 0)), owner="me")


def look(client, upload) -> str:
    return client.get(upload.get_absolute_url()).content.decode()


def wait(client, upload):
    return client.get(reverse("classifier:waiting", args=[upload.public_id]), headers={"HX-Request": "true"})


def test_the_page_tells_the_place_in_line(visitor):
    first, second = send(1), send(2)
    assert "Next in line" in look(visitor, first)
    assert "Number 2 in line" in look(visitor, second)


def test_while_it_waits_only_the_waiting_part_is_sent(visitor):
    response = wait(visitor, send(1))
    assert response.headers["HX-Retarget"] == "#waiting"
    assert "Next in line" in response.content.decode()
    assert "<article" not in response.content.decode()


def test_once_it_is_answered_the_whole_answer_is_sent(visitor):
    upload = send(1)
    answer_next()
    response = wait(visitor, upload)
    assert "HX-Retarget" not in response.headers
    assert "Show 2" in response.content.decode()
    assert 'hx-get="' not in response.content.decode().partition("answer__words")[0]


def test_looking_at_a_waiting_page_answers_nothing_in_the_web_process(visitor):
    upload = send(1)
    look(visitor, upload)
    upload.refresh_from_db()
    assert (upload.status, upload.attempts) == (Upload.Status.QUEUED, 0)


def test_a_broker_that_is_down_is_told_and_the_picture_is_kept(visitor, monkeypatch):
    upload = send(1)
    monkeypatch.setattr("classifier.services.queue.broker_answers", lambda: False)
    assert "The waiting line is out of reach at the moment" in look(visitor, upload)
    assert Upload.objects.get().status == Upload.Status.QUEUED


def test_a_broker_that_nobody_answers_for_is_down():
    broker._asked_at = float("-inf")
    from celery import current_app

    current_app.conf.broker_url, before = "redis://127.0.0.1:1/0", current_app.conf.broker_url
    try:
        assert not broker.broker_answers()
    finally:
        current_app.conf.broker_url = before
        broker._asked_at = float("-inf")


def test_that_nobody_works_is_told(visitor):
    from classifier.services import report_end

    report_end("cpu@home")
    assert "Nobody is there to look at pictures" in look(visitor, send(1))


def test_somebody_who_waits_hears_at_once_of_the_answer():
    upload, room, heard = send(1), WaitingRoom(seats=1), []

    def sit():
        start = time.monotonic()
        room.wait(upload.pk, 30)
        heard.append(time.monotonic() - start)
        connection.close()

    sitting = threading.Thread(target=sit)
    sitting.start()
    time.sleep(0.3)
    assert not room.wait(upload.pk, 30), "there is one seat, and it is taken"
    answer_next()
    answered = time.monotonic()
    sitting.join(20)
    assert heard
    assert heard[0] < 20
    assert time.monotonic() - answered < 10


def test_nobody_watches_once_nobody_waits():
    room = WaitingRoom(seats=2)
    assert room.wait(send(1).pk, 0.05)
    deadline = time.monotonic() + 10
    while any(thread.name == "waiting-room" for thread in threading.enumerate()) and time.monotonic() < deadline:
        time.sleep(waiting.GLANCE)
    assert not any(thread.name == "waiting-room" for thread in threading.enumerate())
    assert not room._waiting


def test_a_queue_that_is_full_turns_away_with_503_and_says_when_to_come_back(visitor, settings):
    settings.SNN_QUEUE_LIMIT = 1
    send(1)
    upload = {"picture": _file(2)}
    response = visitor.post(reverse("classifier:recognise"), upload, headers={"Accept": "application/json"})
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert response.json()["refused"][0]["error"] == "Too many pictures are waiting. Try again in 60 seconds."
    assert Upload.objects.count() == 1
    page = visitor.post(reverse("classifier:recognise"), {"picture": _file(2)})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")


def test_sending_wakes_a_worker(visitor, monkeypatch):
    woken = []
    monkeypatch.setattr("classifier.tasks.answer_upload.delay", woken.append)
    visitor.post(reverse("classifier:recognise"), {"picture": _file(2)})
    assert woken == [Upload.objects.get().pk]


def test_a_broker_that_is_down_does_not_keep_a_picture_from_being_taken(visitor, monkeypatch):
    from kombu.exceptions import OperationalError

    def fail(upload_id):
        raise OperationalError("nobody is there")

    monkeypatch.setattr("classifier.tasks.answer_upload.delay", fail)
    response = visitor.post(reverse("classifier:recognise"), {"picture": _file(2)})
    assert response.status_code == 303
    assert Upload.objects.get().status == Upload.Status.QUEUED


def _file(number: int):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("picture.png", picture((number, 0, 0)), "image/png")
