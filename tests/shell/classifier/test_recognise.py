"""POST /recognise/: what is taken, what is refused, and how the sender is told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from catalog.models import Frame
from classifier.core.image import MAX_BYTES
from classifier.forms import pictures_of
from classifier.models import Upload
from tests.tiny_network import picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("network")]

URL = "/recognise/"
JSON = {"accept": "application/json"}


def _file(data: bytes, name: str = "scene.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/png")


def _red() -> SimpleUploadedFile:
    return _file(picture((255, 0, 0)))


def test_one_picture_leads_to_its_answer(visitor):
    response = visitor.post(URL, {"picture": _red()})

    upload = Upload.objects.get()
    assert response.status_code == 303
    assert response.url == reverse("classifier:answer", args=[upload.public_id])
    assert upload.status == Upload.Status.DONE


def test_the_sender_is_remembered_by_a_random_token(visitor):
    visitor.post(URL, {"picture": _red()})

    token = visitor.session["owner"]
    assert re.fullmatch(r"[\w-]{32}", token)
    assert Upload.objects.get().owner == token


def test_a_second_picture_keeps_the_token(visitor):
    visitor.post(URL, {"picture": _red()})
    visitor.post(URL, {"picture": _file(picture((0, 0, 255)))})

    assert set(Upload.objects.values_list("owner", flat=True)) == {visitor.session["owner"]}


def test_somebody_signed_in_is_remembered_by_their_account_too(owner, owner_user):
    owner.post(URL, {"picture": _red()})

    assert Upload.objects.get().user == owner_user


def test_several_pictures_lead_to_my_answers(visitor):
    response = visitor.post(URL, {"picture": [_red(), _file(picture((0, 0, 255)))]})

    assert (response.status_code, response.url) == (303, "/answers/")
    assert Upload.objects.count() == 2


def test_of_several_pictures_the_refused_ones_are_named(visitor):
    response = visitor.post(URL, {"picture": [_red(), _file(b"words", "words.png")]})

    assert (response.status_code, response.url) == (303, "/answers/")
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert len(told) == 1
    assert told[0].startswith("words.png was not taken. ")
    assert Upload.objects.count() == 1


def test_when_all_are_refused_each_is_named_above_the_form(visitor):
    response = visitor.post(URL, {"picture": [_file(b"a", "a.png"), _file(b"", "b.png")]})

    assert response.status_code == 415
    assert "a.png" in response.text
    assert "b.png" in response.text
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (b"", 400, "empty"),
        (b"only words", 415, "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "SVG"),
        (picture((255, 0, 0), (640, 360), format_name="JPEG")[:700], 400, "damaged"),
        (b"\xff\xd8\xff" + b"0" * 25 * 1024**2, 413, "too large"),
    ],
    ids=["empty", "words", "svg", "truncated", "over 25 MiB"],
)
def test_a_refused_picture_gets_the_form_again_with_a_sentence(visitor, data, status, sentence):
    response = visitor.post(URL, {"picture": _file(data)})

    assert response.status_code == status
    assert sentence in response.text
    assert 'name="picture"' in response.text
    assert not Upload.objects.exists()


def test_a_form_without_a_picture_is_told_so(visitor):
    response = visitor.post(URL)

    assert response.status_code == 400
    assert "Choose a picture first" in response.text


def test_of_a_file_over_the_limit_no_more_than_a_byte_too_many_is_read():
    request = RequestFactory().post(URL, {"picture": _file(b"x" * (MAX_BYTES + 100))})

    [sent] = pictures_of(request)

    assert len(sent.read()) == MAX_BYTES + 1
    request.close()


def test_of_too_many_pictures_the_last_are_refused(visitor, settings):
    settings.SNN_PICTURES_AT_ONCE = 2

    response = visitor.post(URL, {"picture": [_red(), _file(picture((0, 0, 255))), _file(b"more", "third.png")]})

    assert response.url == "/answers/"
    [told] = [str(message) for message in get_messages(response.wsgi_request)]
    assert told == "third.png was not taken. At most 2 pictures are taken at once."


def test_far_too_many_files_are_refused_with_the_pages_face(visitor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 100

    response = visitor.post(URL, {"picture": [_file(b"x", f"{n}.png") for n in range(101)]})

    assert response.status_code == 400
    assert "far too many files" in response.text
    assert not Upload.objects.exists()


def test_a_request_over_the_limit_is_refused_before_it_is_read(visitor, settings):
    settings.SNN_REQUEST_BYTES = 1000

    response = visitor.post(URL, {"picture": _file(b"x" * 2000)})

    assert response.status_code == 413
    assert "too much at once" in response.text
    assert not response.wsgi_request._read_started


def test_too_many_pictures_in_a_minute_get_a_page_and_a_time_to_wait(visitor, settings):
    settings.SNN_UPLOADS_PER_MINUTE = 1
    visitor.post(URL, {"picture": _red()})

    response = visitor.post(URL, {"picture": _red()})

    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert "One at a time" in response.text
    assert Upload.objects.count() == 1


def test_every_address_is_counted_by_itself(visitor, settings):
    settings.SNN_UPLOADS_PER_MINUTE = 1
    visitor.post(URL, {"picture": _red()}, REMOTE_ADDR="192.0.2.1")

    assert visitor.post(URL, {"picture": _red()}, REMOTE_ADDR="192.0.2.2").status_code == 303


@pytest.mark.parametrize(
    ("proxies", "forwarded", "same"),
    [
        (0, ("203.0.113.1", "203.0.113.2"), True),  # anybody can write that header
        (1, ("203.0.113.1", "203.0.113.2"), False),
        (1, ("203.0.113.9, 203.0.113.1", "203.0.113.8, 203.0.113.1"), True),
        (2, ("203.0.113.1, 10.0.0.1", "203.0.113.2, 10.0.0.1"), False),
        (3, ("203.0.113.1", "203.0.113.2"), True),
    ],
)
def test_behind_proxies_of_ours_the_sender_is_whom_the_first_of_them_saw(visitor, settings, proxies, forwarded, same):
    settings.SNN_UPLOADS_PER_MINUTE, settings.SNN_PROXIES = 1, proxies
    for address in forwarded:
        response = visitor.post(URL, {"picture": _red()}, headers={"x-forwarded-for": address})

    assert (response.status_code == 429) is same


def test_a_button_pressed_twice_sends_one_picture(visitor):
    first = visitor.post(URL, {"picture": _red()})
    second = visitor.post(URL, {"picture": _red()})

    assert second.url == first.url
    assert Upload.objects.count() == 1


def test_the_same_picture_sent_again_later_is_a_new_question(visitor):
    visitor.post(URL, {"picture": _red()})
    Upload.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    visitor.post(URL, {"picture": _red()})

    assert Upload.objects.count() == 2


def test_the_same_picture_from_somebody_else_is_theirs(visitor, other):
    first = visitor.post(URL, {"picture": _red()})

    assert other.post(URL, {"picture": _red()}).url != first.url


def test_a_form_without_its_token_is_refused_with_the_pages_face(db):
    response = Client(enforce_csrf_checks=True).post(URL, {"picture": _red()})

    assert response.status_code == 403
    assert "This form has gone stale" in response.text
    assert not Upload.objects.exists()


def test_a_visit_leads_to_the_form(visitor):
    assert visitor.get(URL).url == "/"


class TestSamples:
    @pytest.fixture
    def frame(self, shows) -> Frame:
        frame = Frame(show=shows[2], sha256="a" * 64, split="val", status=Frame.Status.APPROVED, format="PNG")
        frame.image.save("sample.png", ContentFile(picture((9, 9, 9), (64, 36))), save=False)
        frame.width, frame.height = 64, 36
        frame.save()
        return frame

    def test_a_sample_is_recognised_like_any_picture(self, visitor, frame):
        response = visitor.post(URL, {"sample": frame.pk})

        assert response.url == Upload.objects.get().get_absolute_url()

    @pytest.mark.parametrize(
        ("field", "value"), [("split", "test"), ("split", "train"), ("status", "pending"), ("status", "rejected")]
    )
    def test_no_other_frame_is_a_sample(self, visitor, frame, field, value):
        Frame.objects.update(**{field: value})

        assert visitor.post(URL, {"sample": frame.pk}).status_code == 400
        assert not Upload.objects.exists()

    @pytest.mark.parametrize("nonsense", ["0", "-1", "one", "９" * 30, "9" * 5000, ""])
    def test_nonsense_is_no_sample(self, visitor, nonsense):
        assert visitor.post(URL, {"sample": nonsense}).status_code == 400


class TestJson:
    def test_a_picture_gives_its_address_and_its_answer_in_a_line(self, visitor):
        response = visitor.post(URL, {"picture": _red()}, headers=JSON)

        assert response.status_code == 201
        url = Upload.objects.get().get_absolute_url()
        assert response.json() == {
            "uploads": [{"url": url, "summary": "Fullmetal Alchemist: likely"}],
            "refused": [],
        }

    def test_an_unknown_picture_is_called_unknown(self, visitor, settings, network):
        network.card["unknown"]["threshold"] = 0.9
        network.save()

        response = visitor.post(URL, {"picture": _red()}, headers=JSON)

        assert response.json()["uploads"][0]["summary"] == "Unknown"

    def test_a_failure_is_told(self, visitor, network):
        network.delete()

        response = visitor.post(URL, {"picture": _red()}, headers=JSON)

        assert response.json()["uploads"][0]["summary"].startswith("No network")

    def test_a_refusal_has_its_status_and_sentence(self, visitor):
        response = visitor.post(URL, {"picture": _file(b"words", "words.png")}, headers=JSON)

        assert response.status_code == 415
        assert response.json()["uploads"] == []
        assert response.json()["refused"][0]["name"] == "words.png"

    def test_too_many_are_told_when_to_come_back(self, visitor, settings):
        settings.SNN_UPLOADS_PER_MINUTE = 0

        response = visitor.post(URL, {"picture": _red()}, headers=JSON)

        assert (response.status_code, response["Retry-After"]) == (429, "60")
