"""One picture guessed again by each epoch: asked once, shown when it is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.runs import write_epoch, write_run
from tests.tiny_network import picture
from training.core.manifest import read_manifest
from training.launcher import JobError
from training.services import guesses

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(monkeypatch):
    """Stand in for the engine's job: every epoch says the same. The list holds what was asked."""
    asked: list[str] = []

    def run_job(job, run, shown, write, answer):
        asked.append(Path(shown).name)
        epochs = sorted(int(path.stem[-3:]) for path in (Path(run) / "checkpoints").glob("*.json"))
        likely = [
            {"label": label, "confidence": share} for label, share in (("Teal Harbour", 0.7), ("Amber Field", 0.2))
        ]
        Path(answer).write_text(json.dumps({"epochs": [{"epoch": epoch, "guesses": likely} for epoch in epochs]}))

    monkeypatch.setattr(guesses, "run_job", run_job)
    return asked


@pytest.fixture(autouse=True)
def in_place(monkeypatch):
    """Ask in the test's own thread, so that its end need not be waited for."""

    class Now:
        def __init__(self, target, args, daemon):
            self.start = lambda: target(*args)

    monkeypatch.setattr(guesses.threading, "Thread", Now)
    monkeypatch.setattr(guesses.importlib.util, "find_spec", lambda name: True)


def test_an_uploaded_picture_is_guessed_by_every_epoch(keeper, engine):
    write_run("mine", done=3)
    sent = SimpleUploadedFile("scene.png", picture((30, 150, 150)))

    page = keeper.post("/training/mine/guess/", {"picture": sent}, follow=True)

    assert page.redirect_chain[0][0].startswith("/training/mine/guess/")
    assert page.content.decode().count("<strong>Teal Harbour</strong>") == 3
    assert "hx-trigger" not in page.content.decode()


def test_a_picture_of_the_run_is_guessed_where_it_lies_and_asked_once(keeper, engine):
    run = write_run("mine", done=2)
    row = read_manifest(run / "manifest.csv")[3]

    for _ in range(2):
        page = keeper.post("/training/mine/guess/", {"sha256": row.sha256}, follow=True)

    assert page.status_code == 200
    assert engine == [Path(row.file_name).name]


def test_an_answer_is_old_once_the_run_learnt_more(keeper, engine):
    run = write_run("mine", epochs=9, done=2)
    row = read_manifest(run / "manifest.csv")[0]
    keeper.post("/training/mine/guess/", {"sha256": row.sha256})
    write_epoch(run, 2)

    assert keeper.get(f"/training/mine/guess/{row.sha256}/").status_code == 404
    page = keeper.post("/training/mine/guess/", {"sha256": row.sha256}, follow=True)
    assert page.content.decode().count("<strong>Teal Harbour</strong>") == 3


def test_a_page_that_waits_fetches_itself_again(keeper, engine, monkeypatch):
    run = write_run("mine", done=2)
    row = read_manifest(run / "manifest.csv")[0]
    monkeypatch.setattr(guesses, "guess_picture", lambda run, sha256: None)

    page = keeper.post("/training/mine/guess/", {"sha256": row.sha256}, follow=True)

    assert "asked one after the other" in page.content.decode()
    assert 'hx-trigger="load delay:2s"' in page.content.decode()


def test_a_job_that_fails_is_told(keeper, engine, monkeypatch):
    run = write_run("mine", done=2)
    row = read_manifest(run / "manifest.csv")[0]

    def fail(*arguments):
        raise JobError("guess ended with exit code 1")

    monkeypatch.setattr(guesses, "run_job", fail)

    assert "exit code 1" in keeper.post("/training/mine/guess/", {"sha256": row.sha256}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"picture": SimpleUploadedFile("words.png", b"only words")}, "This is not a picture"),
        ({"sha256": "0" * 64}, "used no such picture"),
        ({"sha256": "../../etc"}, "Choose a picture first."),
        ({}, "Choose a picture first."),
    ],
)
def test_what_is_no_picture_of_the_run_is_refused(keeper, engine, sent, said):
    write_run("mine", done=2)

    response = keeper.post("/training/mine/guess/", sent)

    assert said in str(next(iter(get_messages(response.wsgi_request))))
    assert engine == []


def test_without_torch_a_worker_guesses_and_without_a_worker_nobody(keeper, engine, queue, monkeypatch, settings):
    run = write_run("mine", done=2)
    first, second = (row.sha256 for row in read_manifest(run / "manifest.csv")[:2])
    monkeypatch.setattr(guesses.importlib.util, "find_spec", lambda name: None)

    keeper.post("/training/mine/guess/", {"sha256": first})
    assert queue == [f"guess {first}"]
    settings.CELERY_BROKER_URL = ""
    response = keeper.post("/training/mine/guess/", {"sha256": second})
    assert "Guessing needs torch here" in str(next(iter(get_messages(response.wsgi_request))))


def test_only_who_may_asks(visitor, onlooker):
    write_run("mine")

    assert visitor.post("/training/mine/guess/").status_code == 302
    assert onlooker.post("/training/mine/guess/").status_code == 403
