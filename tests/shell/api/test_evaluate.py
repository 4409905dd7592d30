"""`/evaluate` speaks as Danbooru's autotagger does; asked over a real connection, as its clients ask."""

from __future__ import annotations

import json
import urllib.request
import uuid

import pytest
from django.core.files.base import ContentFile

from classifier.models import Answer, Upload
from tests.networks import make_tags
from tests.shell.api.conftest import BLUE, RED

pytestmark = pytest.mark.usefixtures("shows")

URL = "/evaluate"


@pytest.fixture
def tags(version):
    return make_tags()


def _send(visitor, data=RED, **fields):
    return visitor.post(URL, {"file": ContentFile(data, name="a.png"), "format": "json", **fields})


def test_a_client_gets_a_list_with_the_tags_of_each_file_sorted_by_score(tags, live_server):
    """As `http.post("#{url}/evaluate", form: {file:, threshold:, format: "json"})` sends it."""
    edge = uuid.uuid4().hex
    parts = [("threshold", "", "0.01"), ("format", "", "json")]
    parts += [
        ("file", '; filename="1.png"', RED.decode("latin-1")),
        ("file", '; filename="2.png"', BLUE.decode("latin-1")),
    ]
    body = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'
        for name, more, value in parts
    )
    request = urllib.request.Request(
        f"{live_server.url}{URL}",
        data=(body + f"--{edge}--\r\n").encode("latin-1"),
        headers={"Content-Type": f"multipart/form-data; boundary={edge}"},
    )
    with urllib.request.urlopen(request) as response:
        assert response.headers["Content-Type"] == "application/json"
        first, second = json.load(response)
    assert set(first) == {"filename", "tags"}
    assert (first["filename"], second["filename"]) == ("1.png", "2.png")
    scores = list(first["tags"].values())
    assert scores == sorted(scores, reverse=True)
    assert next(iter(first["tags"])) == "red_hair"
    assert next(iter(second["tags"])) == "blue_eyes"
    assert not Upload.objects.exists()
    assert not Answer.objects.exists()


def test_threshold_and_limit_cut_the_list_and_may_stand_in_the_address(tags, visitor):
    assert set(_send(visitor).json()[0]["tags"]) == {"red_hair", "indoors", "blue_eyes"}  # 0.1 and up
    assert set(_send(visitor, threshold="0.3").json()[0]["tags"]) == {"red_hair", "indoors"}
    assert list(_send(visitor, limit="1").json()[0]["tags"]) == ["red_hair"]
    assert _send(visitor, threshold="0.99").json()[0]["tags"] == {}
    response = visitor.post(f"{URL}?threshold=0&limit=2&format=json", {"file": ContentFile(RED, name="a.png")})
    assert len(response.json()[0]["tags"]) == 2


def test_without_a_format_it_is_a_page(tags, visitor):
    response = visitor.post(URL, {"file": ContentFile(RED, name="a.png")})
    assert response["Content-Type"].startswith("text/html")
    assert "red hair" in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "status", "name"),
    [
        ({"threshold": "high"}, 400, "BadRequest"),
        ({"threshold": "nan"}, 400, "BadRequest"),
        ({"limit": "-1"}, 400, "BadRequest"),
        ({"file": ""}, 400, "BadRequest"),
        ({"file": ContentFile(b"words", name="a.png")}, 415, "UnsupportedMediaType"),
        ({"format": "xml"}, 400, "BadRequest"),
    ],
)
def test_errors_have_a_class_and_a_message(tags, visitor, fields, status, name):
    response = _send(visitor, **fields)
    assert response.status_code == status
    assert set(response.json()) == {"error", "message"}
    assert response.json()["error"] == name


def test_too_often_is_said_with_the_time_to_wait(tags, visitor, settings):
    settings.SNN_UPLOADS_PER_MINUTE = 1
    _send(visitor)
    response = _send(visitor)
    assert (response.status_code, response.json()["error"]) == (429, "TooManyRequests")
    assert int(response["Retry-After"]) > 0


def test_without_a_network_for_tags_it_says_so(version, visitor):
    assert _send(visitor).status_code == 503


def test_with_a_queue_a_worker_answers(tags, visitor, settings, monkeypatch):
    from classifier.services import answer_next
    from classifier.waiting import room

    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr("classifier.tasks._send", lambda upload_id: None)
    monkeypatch.setattr(room, "wait", lambda upload_id, seconds: answer_next())
    assert next(iter(_send(visitor).json()[0]["tags"])) == "red_hair"


def test_a_visit_is_told_how_to_ask(visitor):
    assert visitor.get(URL).status_code == 405
