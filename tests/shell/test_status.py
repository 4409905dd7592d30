"""The site says how it does: to people on a page, to watchdogs by a status, to Prometheus in figures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from classifier.models import ModelVersion, Task, Worker
from classifier.services import answer_next, receive_picture, report_alive, report_start
from tests.fakes import fake_network, make_shows
from tests.tiny_network import picture

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = {"Authorization": "Bearer secret"}


@pytest.fixture
def network(settings, tmp_path):
    settings.SNN_MODELS = tmp_path / "models"
    return fake_network(settings, make_shows(6), [0.05, 0.5, 0.2, 0.1, 0.1, 0.05])


@pytest.fixture
def queue(network, settings, monkeypatch):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr("classifier.services.state.broker_answers", lambda: True)
    report_start("gpu@secret-host", "cuda:0 NVIDIA H200 (torch bf16)")


def status(client) -> str:
    return " ".join(client.get("/status/").content.decode().split())


def test_without_a_queue_the_page_says_what_this_program_runs_on(network, visitor):
    receive_picture(picture((1, 0, 0)), owner="me")
    page = status(visitor)
    assert "All is well" in page
    assert "It runs on <strong>fake</strong>" in page
    assert '<th scope="row">fake</th> <td class="number">1</td>' in page


def test_every_network_that_answers_is_named(network, visitor):
    ModelVersion.objects.create(task=Task.TAGS, name="tags-of-ours", state=ModelVersion.State.ACTIVE)
    ModelVersion.objects.create(task=Task.STYLE, name="style-of-old", state=ModelVersion.State.RETIRED)

    page = status(visitor)

    assert "<dt>Tags</dt><dd>tags-of-ours</dd>" in page
    assert "style-of-old" not in page


def test_with_a_queue_it_shows_who_is_there_and_what_really_answered(queue, visitor):
    receive_picture(picture((1, 0, 0)), owner="me")
    assert "1 picture waits. The oldest came 0 seconds ago." in status(visitor)
    answer_next()
    report_alive("gpu@secret-host", answered=1)
    page = status(visitor)
    assert "All is well" in page
    assert "cuda:0 NVIDIA H200 (torch bf16)" in page
    assert '<th scope="row">fake</th>' in page, "that ran the network, whatever the worker said"
    assert "secret-host" not in page


def test_a_silent_worker_is_not_there(queue, visitor):
    Worker.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    page = status(visitor)
    assert "Pictures have to wait" in page
    assert "Nobody is there to look at pictures" in page


def test_a_broker_that_is_down_is_told(queue, visitor, monkeypatch):
    monkeypatch.setattr("classifier.services.state.broker_answers", lambda: False)
    assert "The waiting line is out of reach" in status(visitor)
    response = visitor.get("/readyz")
    assert response.status_code == 200, "pictures can still be taken"
    assert response.json()["broker"] == "The broker does not answer; pictures wait."


def test_ready_means_that_pictures_can_be_taken(queue, visitor):
    response = visitor.get("/readyz")
    assert response.status_code == 200
    assert response.json() == dict.fromkeys(("database", "storage", "network", "broker", "workers", "queue"), "ok") | {
        "ready": True
    }


def test_without_room_for_pictures_it_is_not_ready_but_lives(network, visitor, settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    response = visitor.get("/readyz")
    assert (response.status_code, response.json()["ready"]) == (503, False)
    assert response.json()["storage"].startswith("Pictures cannot be kept")
    assert visitor.get("/healthz").content == b"ok\n"


def test_without_a_database_it_is_not_ready_but_lives(visitor, monkeypatch):
    def fail(*arguments):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)
    response = visitor.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "The database does not answer: connection refused"
    assert visitor.get("/healthz").status_code == 200


def test_figures_are_for_whoever_bears_the_token(network, visitor, settings):
    assert visitor.get("/metrics", headers=TOKEN).status_code == 404
    settings.SNN_METRICS_TOKEN = "secret"
    assert visitor.get("/metrics").status_code == 401
    assert visitor.get("/metrics", headers={"Authorization": "Bearer guess"}).status_code == 401
    assert visitor.get("/metrics", headers=TOKEN).status_code == 200


def test_the_figures_tell_queue_workers_and_requests(queue, visitor, settings):
    settings.SNN_METRICS_TOKEN = "secret"
    receive_picture(picture((1, 0, 0)), owner="me")
    report_alive("gpu@secret-host", answered=3)
    visitor.get("/about/")
    figures = visitor.get("/metrics", headers=TOKEN).content.decode()
    assert "snn_uploads_waiting 1.0" in figures
    assert 'snn_workers{device="cuda:0 NVIDIA H200 (torch bf16)"} 1.0' in figures
    assert 'snn_worker_answered_total{device="cuda:0 NVIDIA H200 (torch bf16)",worker="gpu@secret-host"} 3.0' in figures
    assert "snn_broker_up 1.0" in figures
    assert 'snn_request_seconds_count{method="GET",route="about/",status="200"}' in figures
