"""Pictures go: at once when their sender says so, and after a day in any case."""

from __future__ import annotations

import json
import os
import threading
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from classifier.models import Answer, Upload
from classifier.purge import start_hourly_purge
from classifier.services import answer_of, delete_upload, purge_uploads, receive_picture
from tests.fakes import fake_network, make_shows
from tests.tiny_network import picture

pytestmark = pytest.mark.django_db(transaction=True)

RED, BLUE = picture((255, 0, 0)), picture((0, 0, 255))


@pytest.fixture(autouse=True)
def network(settings, tmp_path):
    settings.SNN_MODELS = tmp_path / "models"
    return fake_network(settings, make_shows(6), [0.05, 0.5, 0.2, 0.1, 0.1, 0.05])


def age(upload: Upload, hours: float) -> None:
    Upload.objects.filter(pk=upload.pk).update(expires_at=timezone.now() + timedelta(hours=24 - hours))


def test_deleting_leaves_neither_row_nor_picture_nor_answer():
    upload = receive_picture(RED, owner="me")
    name = upload.image.name
    delete_upload(upload)
    assert not Upload.objects.exists()
    assert not Answer.objects.exists()
    assert not default_storage.exists(name)


def test_deleting_leaves_to_others_what_they_sent_too():
    mine, yours = receive_picture(RED, owner="me"), receive_picture(RED, owner="you")
    delete_upload(mine)
    assert list(Upload.objects.all()) == [yours]
    assert default_storage.exists(yours.image.name)
    assert answer_of(yours) is not None


def test_deleting_twice_at_once_is_no_error():
    upload = receive_picture(RED, owner="me")
    again = Upload.objects.get(pk=upload.pk)
    delete_upload(upload)
    delete_upload(again)
    assert not Upload.objects.exists()


def test_a_purge_takes_the_picture_and_leaves_the_answer():
    upload = receive_picture(RED, owner="me")
    name = upload.image.name
    assert purge_uploads(upload.expires_at - timedelta(seconds=1)) == 0
    assert default_storage.exists(name)
    assert purge_uploads(upload.expires_at) == 1
    assert not default_storage.exists(name)
    upload.refresh_from_db()
    assert (upload.image.name, upload.status) == ("", Upload.Status.DONE)
    assert answer_of(upload).predictions.count() == 5
    assert purge_uploads(upload.expires_at) == 0


def test_a_picture_sent_again_later_stays_until_the_later_time_is_over():
    old, young = receive_picture(RED, owner="me"), receive_picture(RED, owner="you")
    age(old, hours=25)
    assert purge_uploads(timezone.now()) == 1
    assert default_storage.exists(young.image.name)
    age(young, hours=25)
    assert purge_uploads(timezone.now()) == 1
    assert not default_storage.exists(young.image.name)


def test_an_upload_that_was_never_answered_says_why():
    upload = receive_picture(RED, owner="me")
    Upload.objects.update(status=Upload.Status.QUEUED)
    purge_uploads(upload.expires_at)
    upload.refresh_from_db()
    assert (upload.status, upload.error) == (Upload.Status.FAILED, "The picture went before it was answered.")


def test_a_picture_whose_file_is_missing_is_purged_all_the_same():
    upload = receive_picture(RED, owner="me")
    default_storage.delete(upload.image.name)
    assert purge_uploads(upload.expires_at) == 1


def test_files_that_a_crash_left_without_a_row_go_after_a_day(settings):
    kept = receive_picture(BLUE, owner="me")
    folder = Path(settings.MEDIA_ROOT) / "uploads" / "ab"
    folder.mkdir(parents=True)
    old, young = folder / ".half.part", folder / "young.jpg"
    for path in (old, young, Path(kept.image.path)):
        path.write_bytes(b"x")
    day_ago = time.time() - 25 * 3600
    for path in (old, Path(kept.image.path)):
        os.utime(path, (day_ago, day_ago))
    purge_uploads(timezone.now())
    assert not old.exists()
    assert young.exists()
    assert Path(kept.image.path).exists()


def test_the_purge_of_an_empty_house_does_nothing(settings):
    assert not Path(settings.MEDIA_ROOT).exists()
    assert purge_uploads(timezone.now()) == 0


@pytest.mark.parametrize(("options", "said"), [([], "1 pictures deleted.\n"), (["--json"], {"purged": 1})])
def test_the_command_purges_and_says_how_many(options, said):
    age(receive_picture(RED, owner="me"), hours=25)
    receive_picture(BLUE, owner="me")
    out = StringIO()
    call_command("purge_uploads", *options, stdout=out)
    assert (json.loads(out.getvalue()) if options else out.getvalue()) == said


def test_the_running_server_purges_again_and_again_even_after_a_failure(monkeypatch, caplog):
    passes, stop = [], threading.Event()

    def purge(now):
        passes.append(now)
        if len(passes) == 1:
            raise RuntimeError("the database was away")
        if len(passes) == 3:
            stop.set()
        return 3

    monkeypatch.setattr("classifier.purge.purge_uploads", purge)
    caplog.set_level("INFO")
    thread = start_hourly_purge(interval=0.01, stop=stop)
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert len(passes) == 3
    assert "the database was away" in caplog.text
    assert "Deleted 3 expired pictures." in caplog.text


def test_the_first_pass_is_at_the_start_and_takes_what_expired_while_the_server_was_off():
    upload = receive_picture(RED, owner="me")
    age(upload, hours=25)
    stop = threading.Event()
    stop.set()
    start_hourly_purge(stop=stop).join(timeout=30)
    upload.refresh_from_db()
    assert upload.image.name == ""
