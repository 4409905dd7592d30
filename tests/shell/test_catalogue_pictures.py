"""Covers and frames as pictures."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from catalog.models import Frame, Show
from catalog.services import delete_frames, import_frames
from tests.shell.pictures import dataset, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def show() -> Show:
    return Show.objects.create(slug="bleach", title="Bleach", year=2004)


@pytest.fixture
def frame(show, tmp_path) -> Frame:
    folder = dataset(tmp_path / "a", [{"show": "bleach", "boxes": '"[10, 10, 10, 10]"', "split": "val"}])
    import_frames(folder, status=Frame.Status.APPROVED)
    return Frame.objects.get()


def test_a_show_without_a_poster_gets_a_drawn_cover(visitor, show):
    response = visitor.get("/shows/bleach/poster")
    assert response["Content-Type"] == "image/svg+xml"
    assert "max-age=" in response["Cache-Control"]
    assert response.content.startswith(b"<svg")
    assert b"Bleach" in response.content


def test_a_poster_goes_before_the_drawn_cover_unless_its_file_is_gone(visitor, show):
    show.poster.save("poster.jpg", ContentFile(picture(1, format_name="JPEG")))
    response = visitor.get("/shows/bleach/poster")
    assert response["Content-Type"] == "image/jpeg"
    assert b"".join(response.streaming_content) == picture(1, format_name="JPEG")
    show.poster.storage.delete(show.poster.name)
    assert visitor.get("/shows/bleach/poster")["Content-Type"] == "image/svg+xml"


def test_an_unlisted_show_shows_no_cover(visitor, show):
    Show.objects.update(is_listed=False)
    assert visitor.get("/shows/bleach/poster").status_code == 404


def test_an_approved_frame_is_sent_as_a_picture_that_a_browser_keeps(visitor, frame):
    address = f"/frames/{frame.sha256}/"
    response = visitor.get(address)
    assert response["Content-Type"] == "image/jpeg"
    with Image.open(BytesIO(response.content)) as image:
        assert (image.format, image.size) == ("JPEG", (64, 36))
    again = visitor.get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_face_is_cut_out_of_its_frame(visitor, frame):
    response = visitor.get(f"/frames/{frame.sha256}/faces/0/")
    with Image.open(BytesIO(response.content)) as image:
        assert image.size == (17, 17)
    assert visitor.get(f"/frames/{frame.sha256}/faces/1/").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"status": Frame.Status.PENDING},
        {"status": Frame.Status.REJECTED},
        {"split": "test"},
        {"image": "frames/gone.png"},
    ],
)
@pytest.mark.parametrize("address", ["/frames/{}/", "/frames/{}/faces/0/"])
def test_what_visitors_may_not_see_is_not_sent_even_to_those_who_had_it(visitor, frame, change, address):
    address = address.format(frame.sha256)
    etag = visitor.get(address)["ETag"]
    Frame.objects.update(**change)
    assert visitor.get(address).status_code == 404
    if "image" not in change:
        assert visitor.get(address, headers={"If-None-Match": etag}).status_code == 404


def test_frames_of_an_unlisted_show_and_deleted_ones_are_not_sent(visitor, frame):
    address = f"/frames/{frame.sha256}/"
    delete_frames(Frame.objects.all())
    assert visitor.get(address).status_code == 404
    Frame.objects.update(deleted_at=None)
    Show.objects.update(is_listed=False)
    assert visitor.get(address).status_code == 404


def test_an_unknown_frame_is_not_found(visitor):
    assert visitor.get("/frames/nothing/").status_code == 404
