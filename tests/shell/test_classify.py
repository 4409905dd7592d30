"""`manage.py classify`: a line for each picture, five shows in each, and a broken one stops nothing."""

from __future__ import annotations

import csv
import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Show
from classifier.models import Answer, Upload
from classifier.services import activate_version, create_version, forget_networks, receive_picture, score_frames
from tests.frames import make_frame
from tests.networks import make_style, make_tags
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
    assert list(line) == ["path", "known", "predictions", "tasks"]
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


@pytest.fixture
def pack(pictures, tmp_path) -> Path:
    """The same pictures in a zip, one of them broken, one with an odd name."""
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.write(pictures / "a red.png", "a red.png")
        file.write(pictures / "below" / "blue.webp", "below/blue.webp")
        file.writestr("broken.png", b"no picture")
        file.writestr("../odd.png", b"no picture")
        file.writestr("notes.txt", b"no picture")
    return path


def test_a_zip_is_walked_like_a_folder_and_what_is_bad_in_it_is_said_in_its_place(pack):
    out = StringIO()
    with pytest.raises(CommandError, match="2 could not be read"):
        call_command("classify", str(pack), "--json", stdout=out)
    lines = {
        Path(line["path"]).relative_to(pack).as_posix(): line for line in map(json.loads, out.getvalue().splitlines())
    }
    assert list(lines) == ["../odd.png", "a red.png", "below/blue.webp", "broken.png"]
    assert "leads out of the zip file" in lines["../odd.png"]["error"]
    assert lines["a red.png"]["predictions"][0]["slug"] == "red-show"
    assert "not a picture" in lines["broken.png"]["error"]


def test_a_zip_that_is_none_is_said_and_the_others_are_answered(pictures, tmp_path):
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 and nothing")
    out = StringIO()
    with pytest.raises(CommandError, match="1 could not be read"):
        call_command("classify", str(tmp_path / "bad.zip"), str(pictures / "a red.png"), "--json", stdout=out)
    first, second = map(json.loads, out.getvalue().splitlines())
    assert "not a zip file" in first["error"]
    assert second["known"]


def test_a_table_has_a_line_a_picture_with_all_tasks(pictures):
    make_style()
    (pictures / "=sum.png").write_bytes((pictures / "a red.png").read_bytes())
    (pictures / "z.png").write_bytes(b"no picture")
    out = StringIO()
    with pytest.raises(CommandError, match="1 could not be read"):
        call_command("classify", str(pictures), "--csv", stdout=out)
    rows = list(csv.DictReader(StringIO(out.getvalue())))
    assert len(rows) == 5
    red = next(row for row in rows if row["name"].endswith("a red.png"))
    assert (red["known"], red["slug"], red["style"]) == ("yes", "red-show", "anime")
    assert 0.5 < float(red["style_confidence"]) <= 1
    assert "not a picture" in rows[-1]["error"]


def test_a_line_holds_what_the_other_networks_say(pictures):
    make_style()
    make_tags()
    (line,) = classify(pictures / "a red.png")
    assert list(line["tasks"]) == ["style", "tags"]
    assert line["tasks"]["style"]["version"] == "style-tiny"
    assert line["tasks"]["style"]["labels"][0]["label"] == "anime"


def test_a_broken_network_beside_the_first_costs_its_own_answer_only(pictures):
    style = make_style()
    (style.folder / "model.onnx").write_bytes(b"altered")
    forget_networks()
    (line,) = classify(pictures / "a red.png")
    assert (line["known"], line["tasks"]) == (True, {})


def test_the_frames_most_like_a_picture_are_named_where_they_are_asked_for(network, pictures):
    frame = make_frame(1, "Red Show", COLOURS["Red Show"], episode=3, time=61.0)
    score_frames(network)
    out = StringIO()

    call_command("classify", str(pictures / "a red.png"), "--json", "--nearest", "2", stdout=out)
    [near] = json.loads(out.getvalue())["nearest"]
    assert (near["slug"], near["title"], near["episode"], near["time"]) == (frame.show.slug, "Red Show", 3, 61.0)
    assert near["likeness"] == pytest.approx(1, abs=1e-3)

    call_command("classify", str(pictures / "a red.png"), "--nearest", "2", stdout=out)
    assert "  alike 1.00: Red Show, episode 3, 1:01" in out.getvalue()


@pytest.mark.parametrize("wishes", [["--nearest", "-1"], ["--csv", "--nearest", "2"]])
def test_what_cannot_be_told_of_near_frames_is_a_sentence(pictures, wishes):
    with pytest.raises(CommandError, match="--nearest takes a number"):
        call_command("classify", str(pictures), *wishes)


def test_an_empty_path_is_not_taken_for_the_folder_one_stands_in():
    with pytest.raises(CommandError, match="a PATH is empty"):
        call_command("classify", "")
