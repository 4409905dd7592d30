"""Every line of the log bears the id of the request behind it, in the web process and in the worker."""

from __future__ import annotations

import json
import logging
import re
from io import StringIO
from logging.config import dictConfig

import pytest
import structlog

from classifier.models import Upload
from classifier.services import answer_next
from snn.logs import log_config
from tests.fakes import fake_network, make_shows
from tests.tiny_network import picture


@pytest.fixture
def lines():
    """Read what is logged as JSON; the log is as before afterwards."""
    root, stream = logging.getLogger(), StringIO()
    before, level = root.handlers[:], root.level
    dictConfig(log_config("json", "INFO"))
    root.handlers[0].setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = before, level


def test_a_line_for_people_is_one_line_with_what_is_known():
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    config = log_config("line", "INFO")["formatters"]["ours"]
    handler.setFormatter(config.pop("()")(**config))
    logger = logging.getLogger("tests.line")
    logger.addHandler(handler)
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        logger.warning("It rains %s", "cats")
    logger.removeHandler(handler)
    assert re.fullmatch(r"\S+Z WARNING tests\.line: It rains cats request_id=abc\n", stream.getvalue())


def test_an_error_keeps_its_traceback(lines):
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("tests").exception("It failed")
    (line,) = lines()
    assert line["event"] == "It failed"
    assert "ValueError: broken" in line["exception"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_s_lines_bear_the_id_of_the_request(visitor, settings, tmp_path, lines, monkeypatch):
    settings.SNN_MODELS = tmp_path / "models"
    settings.SNN_PROXIES, settings.CELERY_BROKER_URL = 1, "redis://127.0.0.1:1/0"
    monkeypatch.setattr("classifier.tasks.answer_upload.delay", lambda upload_id: None)
    fake_network(settings, make_shows(6), [0.05, 0.5, 0.2, 0.1, 0.1, 0.05])
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"picture": SimpleUploadedFile("a.png", picture((1, 0, 0)))}
    response = visitor.post("/recognise/", sent, headers={"X-Request-ID": "of-the-proxy"})
    assert response.headers["X-Request-ID"] == "of-the-proxy"
    answer_next()
    by_event = {line["event"]: line for line in lines()}
    answered = by_event["Picture answered by the network"]
    assert (answered["request_id"], answered["device"]) == ("of-the-proxy", "fake")
    assert answered["upload"] == Upload.objects.get().pk
    noted = by_event["Request answered"]
    assert (noted["request_id"], noted["route"], noted["status"]) == ("of-the-proxy", "recognise/", 303)


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["of-a-stranger", "two words", "x" * 65])
def test_an_id_is_believed_only_of_a_proxy_of_ours_and_only_a_plain_one(visitor, settings, given):
    settings.SNN_PROXIES = 0 if given == "of-a-stranger" else 1
    made = visitor.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", made)


@pytest.mark.django_db
def test_no_line_tells_a_secret_address_or_who_asked(visitor, lines):
    visitor.get("/answers/this-is-a-secret/", REMOTE_ADDR="203.0.113.9")
    (line,) = [line for line in lines() if line["event"] == "Request answered"]
    assert line["route"] == "answers/<slug:public_id>/"
    assert "this-is-a-secret" not in json.dumps(line)
    assert "203.0.113.9" not in json.dumps(line)
