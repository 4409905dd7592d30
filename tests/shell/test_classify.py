"""`manage.py classify`: a line for each picture, five shows in each, and a broken one stops nothing."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Show
from classifier.models import Answer, Upload
from classifier.services import activate_version, create_version, forget_networks, receive_picture
from tests.tiny_network import COLOURS, picture, write_model

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def network(settings, tmp_path):
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    write_model(tmp_path / "export", sharpness=3.0, threshold=0.5)
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


@pytest.fixture
def pictures(tmp_path) -> Path:
    """Two pictures and a text, one picture in a folder below, and what is hidden."""
    folder = tmp_path / "pictures"
    (folder / "below").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "a red.png").write_bytes(picture(COLOURS["Red Show"]))
    (folder / "b grey.JPG").write_bytes(picture((120, 120, 120), format_name="JPEG"))
    (folder / "below" / "blue.webp").write_bytes(picture(COLOURS["Blue Show"], format_name="WEBP"))
    (folder / "notes.txt").write_text("not a picture")
    (folder / ".hidden" / "red.png").write_bytes(picture(COLOURS["Red Show"]))
    return folder


def classify(*paths: Path) -> list[dict]:
    out = StringIO()
    call_command("classify", *map(str, paths), "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_holds_path_known_and_five_predictions(pictures):
    Show.objects.filter(slug="red-show").update(mal_id=4711)
    (line,) = classify(pictures / "a red.png")
    assert list(line) == ["path", "known", "predictions"]
    assert line["path"] == str(pictures / "a red.png")
    assert line["known"] is True
    assert [prediction["rank"] for prediction in line["predictions"]] == [1, 2, 3, 4, 5]
    best = line["predictions"][0]
    assert list(best) == ["rank", "slug", "title", "mal_id", "confidence"]
    assert (best["slug"], best["title"], best["mal_id"]) == ("red-show", "Red Show", 4711)
    assert line["predictions"][1]["mal_id"] is None
    confidences = [prediction["confidence"] for prediction in line["predictions"]]
    assert confidences == sorted(confidences, reverse=True)
    assert 0.5 < confidences[0] <= 1


def test_five_shows_are_named_also_when_the_picture_is_not_known(pictures):
    (line,) = classify(pictures / "b grey.JPG")
    assert line["known"] is False
    assert len(line["predictions"]) == 5


def test_folders_are_walked_in_order_and_only_for_pictures(pictures):
    names = [Path(line["path"]).relative_to(pictures).as_posix() for line in classify(pictures)]
    assert names == ["a red.png", "b grey.JPG", "below/blue.webp"]


def test_many_pictures_keep_their_order(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    titles = list(COLOURS) * 10
    for number, title in enumerate(titles):
        (folder / f"{number:03d}.png").write_bytes(picture(COLOURS[title]))
    assert [line["predictions"][0]["title"] for line in classify(folder)] == titles


def test_broken_and_absent_pictures_are_reported_in_place_and_end_with_exit_code_1(pictures, capsys):
    (pictures / "a red.png").write_bytes(b"no picture")
    (pictures / "empty").mkdir()
    paths = [
        pictures / "a red.png",
        pictures / "absent.png",
        pictures / "empty",
        pictures / "below",
        pictures / "notes.txt",
    ]
    out = StringIO()
    with pytest.raises(CommandError, match="4 could not be read") as caught:
        call_command("classify", *map(str, paths), "--json", stdout=out)
    assert caught.value.returncode == 1
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    errors = [(Path(line["path"]).name, line["error"]) for line in lines if "error" in line]
    assert errors == [
        ("a red.png", "This is not a picture that can be read here. Send a JPEG, PNG, GIF, WebP, AVIF or BMP."),
        ("absent.png", "No such file or directory."),
        ("empty", "There is no picture in this folder."),
        ("notes.txt", "This is not a picture that can be read here. Send a JPEG, PNG, GIF, WebP, AVIF or BMP."),
    ]
    assert all(list(line) == ["path", "error"] for line in lines if "error" in line)
    assert lines[3]["predictions"][0]["slug"] == "blue-show"


def test_without_a_network_nothing_is_printed_and_the_reason_is_said(network, pictures):
    network.delete()
    out = StringIO()
    with pytest.raises(CommandError, match="No network answers for the task show yet"):
        call_command("classify", str(pictures), "--json", stdout=out)
    assert out.getvalue() == ""


def test_people_read_a_verdict_and_five_lines(pictures):
    out = StringIO()
    call_command("classify", str(pictures / "a red.png"), str(pictures / "b grey.JPG"), stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 12
    assert lines[0].endswith(": Red Show")
    assert lines[1].startswith("  1. ")
    assert lines[1].endswith("%  Red Show")
    assert "unknown. It is not enough like any show that the network knows." in lines[6]


def test_nothing_is_stored(pictures):
    classify(pictures)
    assert not Upload.objects.exists()
    assert not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_page_gives_the_same_answer_as_the_command(pictures):
    data = (pictures / "a red.png").read_bytes()
    upload = receive_picture(data, owner="me")
    (line,) = classify(pictures / "a red.png")
    stored = Answer.objects.get(sha256=upload.sha256).predictions.order_by("rank")
    assert [(p.show.slug, p.confidence) for p in stored] == [
        (p["slug"], pytest.approx(p["confidence"])) for p in line["predictions"]
    ]
