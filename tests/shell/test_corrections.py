"""*It is actually …*: said by the sender, judged by a curator, kept as a frame, and compared with the next network."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from catalog.models import Frame, Show
from catalog.services import export_dataset
from classifier.models import Correction, ModelVersion, Upload
from classifier.services import (
    activate_version,
    create_version,
    delete_upload,
    forget_networks,
    purge_uploads,
    score_frames,
)
from classifier.services.corrections import before_and_after
from tests.tiny_network import COLOURS, picture, write_model

pytestmark = pytest.mark.django_db(transaction=True)

PICTURE = picture((220, 20, 60), (640, 360))


@pytest.fixture
def version(settings, tmp_path) -> ModelVersion:
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    write_model(tmp_path / "export")
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


@pytest.fixture
def upload(visitor, version) -> Upload:
    visitor.post("/recognise/", {"picture": ContentFile(PICTURE, name="a.png")})
    return Upload.objects.get()


@pytest.fixture
def curator(client, db):
    client.force_login(get_user_model().objects.create_superuser("curator"))
    return client


def say(visitor, upload, **said):
    return visitor.post(f"{upload.get_absolute_url()}actually/", said, follow=True)


def judge(curator, action):
    keys = list(Correction.objects.values_list("pk", flat=True))
    address = "/admin/classifier/correction/"
    return curator.post(address, {"action": action, "_selected_action": keys}, follow=True)


def test_the_sender_says_by_a_title_what_it_is(visitor, upload):
    page = say(visitor, upload, title="blue SHOW").text

    correction = Correction.objects.get()
    assert (correction.show.title, correction.said.title) == ("Blue Show", "Red Show")
    assert (correction.state, correction.frame) == ("pending", None)
    assert "A curator will look at it" in page
    assert "Not looked at yet" in page
    assert "said <strong>Red Show</strong>" in page


def test_a_title_that_means_several_is_asked_back(visitor, upload):
    page = say(visitor, upload, title="show", keep="yes").text
    assert "Which one do you mean?" in page
    assert Correction.objects.count() == 0
    assert 'name="show" value="blue-show"' in page

    say(visitor, upload, show="blue-show", keep="yes")
    assert Correction.objects.get().frame is not None


@pytest.mark.parametrize("said", [{}, {"title": " "}, {"title": "x" * 201}, {"title": "Zzyzx"}, {"show": "none"}])
def test_what_names_no_show_is_a_sentence(visitor, upload, said):
    page = say(visitor, upload, **said).text
    assert 'role="alert"' in page
    assert Correction.objects.count() == 0


def test_an_unlisted_show_cannot_be_named(visitor, upload):
    Show.objects.filter(slug="blue-show").update(is_listed=False)
    say(visitor, upload, show="blue-show")
    say(visitor, upload, title="Blue Show")
    assert Correction.objects.count() == 0


def test_only_the_sender_may_correct_or_take_back(other, visitor, upload):
    assert say(other, upload, title="Blue Show").status_code == 403
    say(visitor, upload, title="Blue Show")
    assert other.post(f"{upload.get_absolute_url()}actually/take-back/").status_code == 403
    assert "It is actually" not in other.get(upload.get_absolute_url()).text
    assert Correction.objects.count() == 1


def test_with_consent_the_picture_outlives_its_day_as_a_frame_that_waits(visitor, upload):
    say(visitor, upload, title="Blue Show", keep="yes")
    frame = Frame.objects.get()
    assert (frame.status, frame.show.title) == ("pending", "Blue Show")
    assert frame.source == f"correction {upload.sha256[:12]}"

    purge_uploads(timezone.now() + timedelta(days=2))
    upload.refresh_from_db()
    assert not upload.image
    with frame.image.open("rb") as file:
        assert file.read()


def test_without_consent_no_picture_is_kept(visitor, upload):
    say(visitor, upload, title="Blue Show")
    assert Frame.objects.count() == 0


def test_said_again_it_replaces_what_was_said(visitor, upload):
    say(visitor, upload, title="Blue Show", keep="yes")
    say(visitor, upload, title="Green Show", keep="yes")
    assert [str(each.show) for each in Correction.objects.all()] == ["Green Show"]
    assert [str(each.show) for each in Frame.objects.all()] == ["Green Show"]


def test_taken_back_the_picture_goes_too(visitor, upload):
    say(visitor, upload, title="Blue Show", keep="yes")
    name = Frame.objects.get().image.name
    visitor.post(f"{upload.get_absolute_url()}actually/take-back/")
    assert (Correction.objects.count(), Frame.objects.count()) == (0, 0)
    assert not default_storage.exists(name)


def test_deleting_the_answer_takes_an_accepted_picture_along(visitor, upload, curator):
    say(visitor, upload, title="Blue Show", keep="yes")
    judge(curator, "accept")
    assert Show.objects.get(slug="blue-show").eligible_frames == 1
    delete_upload(upload)
    assert (Correction.objects.count(), Frame.objects.count()) == (0, 0)
    assert Show.objects.get(slug="blue-show").eligible_frames == 0


def test_a_rejected_picture_goes_and_the_sender_is_told(visitor, upload, curator):
    say(visitor, upload, title="Blue Show", keep="yes")
    page = judge(curator, "reject").text
    assert "1 corrections were rejected" in page
    assert Frame.objects.count() == 0
    assert "A curator disagrees" in visitor.get(upload.get_absolute_url()).text


def test_what_was_judged_is_not_judged_or_said_again(visitor, upload, curator):
    say(visitor, upload, title="Blue Show")
    judge(curator, "accept")
    judge(curator, "reject")
    page = say(visitor, upload, title="Green Show").text
    assert Correction.objects.get().state == "accepted"
    assert Correction.objects.get().decided_by.username == "curator"
    assert "A curator has looked at it already" in page


def test_a_curator_sees_the_picture_and_may_name_another_show(visitor, upload, curator):
    say(visitor, upload, title="Blue Show", keep="yes")
    correction = Correction.objects.get()
    address = f"/admin/classifier/correction/{correction.pk}/change/"
    page = curator.get(address).text
    assert f"/admin/catalog/frame/{correction.frame_id}/picture/160/" in page
    curator.post(address, {"show": Show.objects.get(slug="green-show").pk})
    judge(curator, "accept")
    assert str(Frame.objects.get().show) == "Green Show"


def test_an_accepted_correction_is_in_the_next_export_with_its_source(visitor, upload, curator, tmp_path):
    say(visitor, upload, title="Blue Show", keep="yes")
    judge(curator, "accept")

    export_dataset(tmp_path / "kept")

    with (tmp_path / "kept" / "metadata.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert row["show"] == "blue-show"
    assert row["catalogue_source"] == f"correction {upload.sha256[:12]}"


def _next_network(tmp_path) -> ModelVersion:
    """It has learnt that such a picture is blue."""
    colours = dict(COLOURS) | {"Blue Show": (220, 20, 60)}
    write_model(tmp_path / "next", name="show-next", colours=colours)
    version = create_version(tmp_path / "next", "show")
    score_frames(version)
    activate_version(version)
    return version


def test_the_sender_sees_the_answer_before_and_after_the_next_network(visitor, upload, curator, version, tmp_path):
    say(visitor, upload, title="Blue Show", keep="yes")
    judge(curator, "accept")
    assert before_and_after(Correction.objects.get()).after is None
    assert "You see here what the next network says" in visitor.get(upload.get_absolute_url()).text

    following = _next_network(tmp_path)

    views = before_and_after(Correction.objects.get())
    assert (views.before.version, views.before.title, views.before.is_right) == (version.name, "Red Show", False)
    assert (views.after.version, views.after.title, views.after.is_right) == (following.name, "Blue Show", True)
    assert "show-next says <strong>Blue Show</strong>" in visitor.get(upload.get_absolute_url()).text


def test_without_a_kept_picture_it_is_seen_once_the_picture_is_sent_again(visitor, upload, version, tmp_path):
    say(visitor, upload, title="Blue Show")
    _next_network(tmp_path)
    assert "Send it again" in visitor.get(upload.get_absolute_url()).text

    Upload.objects.update(created_at=timezone.now() - timedelta(hours=1))
    visitor.post("/recognise/", {"picture": ContentFile(PICTURE, name="a.png")})

    assert "show-next says <strong>Blue Show</strong>" in visitor.get(upload.get_absolute_url()).text


def test_each_stored_answer_names_its_version(visitor, upload, version):
    assert version.name in visitor.get(upload.get_absolute_url()).text
