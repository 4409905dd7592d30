"""What curators do in the admin."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from catalog.models import Alias, Frame, Franchise, Genre, Show
from catalog.services import import_frames, load_catalogue, update_title_aliases
from tests.shell.pictures import dataset, picture

pytestmark = pytest.mark.django_db
SHOWS = "/admin/catalog/show/"
FRAMES = "/admin/catalog/frame/"


@pytest.fixture
def curator() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("curator"))
    return client


@pytest.fixture
def show() -> Show:
    show = Show.objects.create(slug="bleach", title="Bleach", title_japanese="ブリーチ", mal_id=269)
    update_title_aliases(show)
    return show


@pytest.fixture
def frames(show, tmp_path) -> list[Frame]:
    import_frames(dataset(tmp_path / "a", [{"show": "bleach"}] * 4))
    return list(Frame.objects.order_by("pk"))


def act(client: Client, action: str, frames: list[Frame]) -> str:
    data = {"action": action, "_selected_action": [frame.pk for frame in frames]}
    response = client.post(f"{FRAMES}?deleted=all", data, follow=True)
    return " ".join(str(message) for message in response.context["messages"])


def eligible(show: Show) -> int:
    show.refresh_from_db()
    return show.eligible_frames


def listed(response) -> int:
    return response.context["cl"].result_count


@pytest.mark.parametrize("address", [SHOWS, FRAMES, f"{FRAMES}1/change/", f"{FRAMES}1/picture/160/"])
def test_only_staff_come_in(visitor, other, address):
    for client in (visitor, other):
        response = client.get(address)
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]


def test_frames_are_approved_and_rejected_in_bulk_with_their_number(curator, show, frames):
    assert act(curator, "approve", frames) == "4 frames were approved."
    assert eligible(show) == 4
    assert act(curator, "reject", frames[:3]) == "3 frames were rejected."
    assert eligible(show) == 1


def test_frames_are_marked_as_deleted_and_brought_back(curator, show, frames):
    act(curator, "approve", frames)
    assert act(curator, "delete", frames[:1]) == "1 frames were deleted."
    assert eligible(show) == 3
    assert Frame.objects.count() == 4
    assert listed(curator.get(FRAMES)) == 3
    assert listed(curator.get(f"{FRAMES}?deleted=yes")) == 1
    assert act(curator, "restore", frames) == "1 frames came back."
    assert eligible(show) == 4


def test_nobody_deletes_a_frame_for_good(curator, frames):
    assert curator.post(f"{FRAMES}{frames[0].pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in curator.get(FRAMES).content.decode()
    assert Frame.objects.count() == 4


def test_a_frame_moved_to_another_show_is_counted_there(curator, show, frames):
    act(curator, "approve", frames)
    other_show = Show.objects.create(slug="naruto", title="Naruto")
    data = {"show": other_show.pk, "status": "approved"}
    assert curator.post(f"{FRAMES}{frames[0].pk}/change/", data).status_code == 302
    assert (eligible(show), eligible(other_show)) == (3, 1)


@pytest.mark.parametrize("term", ["bleach", "ぶりーち", "ＢＬＥＡＣＨ!"])
def test_frames_are_found_by_any_name_of_their_show(curator, frames, term):
    Show.objects.create(slug="other", title="Other")
    assert listed(curator.get(FRAMES, {"q": term})) == 4
    assert listed(curator.get(FRAMES, {"q": "naruto"})) == 0
    assert listed(curator.get(FRAMES, {"q": frames[0].sha256[:12]})) == 1


def test_frames_are_filtered_by_flag_and_status(curator, frames):
    Frame.objects.filter(pk=frames[0].pk).update(flags=["dark", "near copy"], status="rejected")
    assert listed(curator.get(FRAMES, {"flag": "near copy"})) == 1
    assert listed(curator.get(FRAMES, {"flag": "blurred"})) == 0
    assert listed(curator.get(FRAMES, {"status__exact": "pending"})) == 3


def test_every_frame_has_a_thumbnail_for_curators_only(curator, frames):
    address = reverse("admin:catalog_frame_picture", args=[frames[0].pk, 160])
    assert address in curator.get(FRAMES).content.decode()
    response = curator.get(address)
    assert response["Content-Type"] == "image/jpeg"
    assert "private" in response["Cache-Control"]
    assert curator.get(reverse("admin:catalog_frame_picture", args=[frames[0].pk, 7])).status_code == 404
    assert curator.get(f"{FRAMES}{frames[0].pk}/change/").status_code == 200


def test_the_list_of_frames_costs_the_same_queries_however_long_it_is(
    curator, show, frames, tmp_path, django_assert_num_queries
):
    curator.get(FRAMES)
    with django_assert_num_queries(7) as few:
        curator.get(FRAMES)
    import_frames(dataset(tmp_path / "b", [{"show": "bleach"}] * 30))
    with django_assert_num_queries(len(few)):
        curator.get(FRAMES)


def test_the_list_of_shows_costs_the_same_queries_however_long_it_is(curator, show, django_assert_num_queries):
    Genre.objects.create(name="Action")
    with django_assert_num_queries(6) as few:
        curator.get(SHOWS)
    load_catalogue()
    with django_assert_num_queries(len(few)):
        curator.get(SHOWS)


@pytest.mark.parametrize("term", ["bleach", "ブリーチ", "269"])
def test_shows_are_found_by_any_name_or_number(curator, show, term):
    Show.objects.create(slug="other", title="Other")
    assert listed(curator.get(SHOWS, {"q": term})) == 1


def test_shows_are_put_on_the_list_and_taken_off_in_bulk(curator, show):
    data = {"action": "unlist_shows", "_selected_action": [show.pk]}
    curator.post(SHOWS, data)
    assert not Show.objects.get().is_listed
    curator.post(SHOWS, data | {"action": "list_shows"})
    assert Show.objects.get().is_listed


def change(client: Client, show: Show, **facts):
    data = {"title": show.title, "title_english": "", "title_japanese": show.title_japanese, "is_listed": "on"}
    aliases = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    return client.post(f"{SHOWS}{show.pk}/change/", data | aliases | {"mal_id": "269"} | facts)


def test_an_edited_title_and_a_new_alias_are_found_at_once(curator, show):
    alias = {"aliases-TOTAL_FORMS": 1, "aliases-0-text": "Blanchir", "aliases-0-language": "synonym"}
    assert change(curator, show, title="Burichi", **alias).status_code == 302
    assert set(show.aliases.values_list("language", "text", "normalised")) == {
        ("romaji", "Burichi", "burichi"),
        ("ja", "ブリーチ", "ぶりーち"),
        ("synonym", "Blanchir", "blanchir"),
    }


def test_a_poster_is_checked_re_encoded_and_replaced(curator, show, django_capture_on_commit_callbacks):
    exif = Image.Exif()
    exif[0x010E] = "secret"
    file = BytesIO()
    Image.new("RGB", (1600, 2400), "navy").save(file, "JPEG", exif=exif)
    poster = SimpleUploadedFile("my secret name.jpg", file.getvalue())
    assert change(curator, show, poster=poster).status_code == 302
    show.refresh_from_db()
    first = show.poster.path
    with Image.open(first) as image:
        assert (image.size, image.getexif()) == ((800, 1200), Image.Exif())
    assert "secret" not in first
    with django_capture_on_commit_callbacks(execute=True):
        change(curator, show, poster=SimpleUploadedFile("b.png", picture(1)))
    show.refresh_from_db()
    assert not show.poster.storage.exists(first)
    assert show.poster.storage.exists(show.poster.path)


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture(1)[:80]])
def test_a_poster_that_is_no_picture_is_refused_with_a_sentence(curator, show, content):
    response = change(curator, show, poster=SimpleUploadedFile("poster.png", content))
    assert response.status_code == 200
    assert "is no JPEG, PNG, WebP, GIF or AVIF, or it is damaged" in response.content.decode()
    show.refresh_from_db()
    assert not show.poster


def test_a_show_with_frames_is_not_deleted_and_one_without_is(curator, show, frames):
    assert curator.post(f"{SHOWS}{show.pk}/delete/", {"post": "yes"}).status_code == 403
    empty = Show.objects.create(slug="empty", title="Empty")
    assert curator.post(f"{SHOWS}{empty.pk}/delete/", {"post": "yes"}).status_code == 302
    assert set(Show.objects.values_list("slug", flat=True)) == {"bleach"}


def test_what_shows_have_in_common_is_listed_with_how_many(curator, show):
    show.franchise = Franchise.objects.create(name="Bleach")
    show.save()
    for name in ("franchise", "genre", "studio"):
        assert curator.get(f"/admin/catalog/{name}/").status_code == 200
    assert curator.get(SHOWS + "add/").status_code == 200
    assert Alias.objects.count() == 2
