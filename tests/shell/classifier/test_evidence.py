"""What lets an answer be checked by eye: its heat map, its nearest frames, and asking again about a part."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from catalog.models import Frame
from catalog.services import reject_frames
from classifier.models import ModelVersion, Upload
from classifier.services import activate_version, create_version, forget_networks, score_frames
from tests.frames import make_frame
from tests.tiny_network import write_model

pytestmark = pytest.mark.django_db(transaction=True)

PART = {"left": "50", "upper": "0", "width": "50", "height": "100"}


def scene(size=(320, 180)) -> BytesIO:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, (220, 20, 20))
    picture.paste((20, 20, 220), (size[0] // 2, 0, *size))
    file = BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    file.name = "scene.png"
    return file


@pytest.fixture
def version(settings, tmp_path) -> ModelVersion:
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    write_model(tmp_path / "export", features=True)
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


@pytest.fixture
def upload(visitor, version) -> Upload:
    visitor.post("/recognise/", {"picture": scene()})
    return Upload.objects.get()


def test_the_heat_map_lies_over_the_picture(visitor, upload):
    assert f"{upload.get_absolute_url()}heat.png" in visitor.get(upload.get_absolute_url()).text
    response = visitor.get(f"{upload.get_absolute_url()}heat.png")
    assert response["Content-Type"] == "image/png"
    assert "private" in response["Cache-Control"]
    drawn = Image.open(BytesIO(response.content))
    assert drawn.mode == "RGBA"
    assert drawn.width / drawn.height == pytest.approx(320 / 180, rel=0.01)


def test_a_network_that_does_not_let_us_see_has_no_heat_map_and_the_page_offers_none(visitor, upload):
    answer = upload_answer(upload)
    answer.activation = None
    answer.save()
    assert visitor.get(f"{upload.get_absolute_url()}heat.png").status_code == 404
    assert "Where the network looked" not in visitor.get(upload.get_absolute_url()).text


def test_an_upload_that_waits_has_no_heat_map(visitor, upload):
    Upload.objects.update(status=Upload.Status.FAILED)
    assert visitor.get(f"{upload.get_absolute_url()}heat.png").status_code == 404


def upload_answer(upload):
    from classifier.services import answer_of

    return answer_of(upload)


def test_the_nearest_frames_stand_on_the_page_with_show_episode_time_and_likeness(visitor, version, upload):
    near = make_frame(1, "Red Show", (220, 20, 220), episode=3, time=83.4)
    gone = make_frame(2, "Red Show", (220, 21, 220))
    kept = make_frame(3, "Red Show", (220, 22, 220), split="test")
    score_frames(version)
    reject_frames(Frame.objects.filter(pk=gone.pk))
    page = visitor.get(upload.get_absolute_url()).text
    assert f'href="/shows/{near.show.slug}/"' in page
    assert "Episode 3, 1:23 · 100" in page
    assert f"{near.sha256}" in page
    assert f"{gone.sha256}" not in page
    assert f"{kept.sha256}" not in page, "what is kept for games is never shown"


def test_without_frames_nothing_is_compared(visitor, upload):
    assert "Compare for yourself" not in visitor.get(upload.get_absolute_url()).text


def test_a_part_of_the_picture_becomes_a_picture_of_its_own(visitor, upload):
    response = visitor.post(f"{upload.get_absolute_url()}crop/", PART)
    assert response.status_code == 303
    part = Upload.objects.exclude(pk=upload.pk).get()
    assert response["Location"] == part.get_absolute_url()
    assert (part.width, part.height) == (160, 180)
    assert upload_answer(part).predictions.first().show.title == "Blue Show"
    assert visitor.get(part.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "change", [{"left": "x"}, {"left": ""}, {"width": "101"}, {"upper": "-1"}, {"height": "nan"}, {"left": "1e999"}]
)
def test_numbers_that_are_none_are_a_sentence_and_change_nothing(visitor, upload, change):
    response = visitor.post(f"{upload.get_absolute_url()}crop/", PART | change, follow=True)
    assert "Say which part: four numbers from 0 to 100, in percent." in response.text
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("change", [{"left": "99"}, {"width": "0"}, {"left": "100", "upper": "100"}])
def test_a_part_that_is_too_small_is_refused_with_a_sentence(visitor, upload, change):
    response = visitor.post(f"{upload.get_absolute_url()}crop/", PART | change)
    assert response.status_code == 400
    assert "That part is too small: take at least 32 pixels each way." in response.text
    assert Upload.objects.count() == 1


def test_a_part_that_reaches_beyond_the_picture_ends_where_it_ends(visitor, upload):
    visitor.post(f"{upload.get_absolute_url()}crop/", PART | {"width": "100"})
    assert Upload.objects.exclude(pk=upload.pk).get().width == 160


def test_a_picture_that_is_gone_has_no_parts(visitor, upload):
    upload.image.delete()
    response = visitor.post(f"{upload.get_absolute_url()}crop/", PART)
    assert response.status_code == 410
    assert "The picture is no longer here." in response.text


def test_only_the_sender_may_ask_about_a_part(other, upload):
    assert other.post(f"{upload.get_absolute_url()}crop/", PART).status_code == 403
    assert "Ask about a part of it" not in other.get(upload.get_absolute_url()).text
    assert Upload.objects.count() == 1


def test_a_part_counts_like_any_other_picture(visitor, upload, settings):
    settings.SNN_UPLOADS_PER_MINUTE = 1
    assert visitor.post(f"{upload.get_absolute_url()}crop/", PART).status_code == 429
    assert Upload.objects.count() == 1


def test_a_part_is_not_fetched_by_a_link(visitor, upload):
    assert visitor.get(f"{upload.get_absolute_url()}crop/").status_code == 405
