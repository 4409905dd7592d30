"""A show that no network learnt is answered by likeness to its approved frames, once a curator switches it on."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from catalog.models import Frame, Show
from catalog.services import reject_frames, update_title_aliases
from classifier.core.image import decode
from classifier.models import ModelVersion, Upload
from classifier.services import (
    activate_version,
    answer_of,
    create_version,
    forget_networks,
    known_shows,
    receive_picture,
    recognise,
    score_frames,
)
from tests.frames import make_frame, sha
from tests.tiny_network import COLOURS, picture, write_model

pytestmark = pytest.mark.django_db

ORANGE, RED = (240, 140, 20), COLOURS["Red Show"]
RULE = {"scale": 200.0, "bias": -182.0}  # the tiny network's logits are far apart


@pytest.fixture
def version(settings, tmp_path) -> ModelVersion:
    settings.SNN_MODELS, settings.SNN_INDEXES = tmp_path / "models", tmp_path / "indexes"
    forget_networks()
    write_model(tmp_path / "export")
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    ModelVersion.objects.filter(pk=version.pk).update(prototype_rule=RULE)
    return version


@pytest.fixture
def orange(version) -> Show:
    """A show that the network never met, with six frames, switched on."""
    show = Show.objects.create(slug="orange-show", title="Orange Show", answer_by_frames=True)
    update_title_aliases(show)
    for number in range(6):
        make_frame(number, show, (240, 140 + number, 20))
    score_frames(version)
    return show


def ask(colour: tuple[int, int, int]) -> list[tuple[str, int | None]]:
    """Show a picture of a colour to the active network; return titles and frames of its answer, best first."""
    found = recognise(decode(picture(colour))).predictions
    return [(str(show.title), show.framed.frames if show.framed else None) for show, _ in found]


def send(colour: tuple[int, int, int]) -> Upload:
    """Send a picture as the form does."""
    upload = receive_picture(picture(colour), owner="somebody")
    upload.refresh_from_db()
    return upload


def stored(upload: Upload) -> list[tuple[str, int | None]]:
    answer = answer_of(upload)
    assert answer is not None
    return [(prediction.show.title, prediction.frames) for prediction in answer.predictions.all()]


def test_the_show_is_answered_and_said_to_be_known_by_its_frames(orange):
    assert ask(ORANGE)[0] == ("Orange Show", 6)
    assert ask(RED)[0] == ("Red Show", None)


@pytest.mark.django_db(transaction=True)
def test_the_answer_page_says_how_many_frames_it_rests_on(orange, visitor):
    upload = send(ORANGE)
    assert stored(upload)[0] == ("Orange Show", 6)
    page = visitor.get(upload.get_absolute_url()).content.decode()
    assert page.count("Known by 6 frames only") == 1


@pytest.mark.django_db(transaction=True)
def test_a_picture_answered_before_is_answered_anew_once_the_frames_are_others(orange, version):
    assert stored(send(ORANGE))[0] == ("Orange Show", 6)
    make_frame(7, orange, ORANGE)
    score_frames(version)
    assert stored(send(ORANGE))[0] == ("Orange Show", 7)


def test_a_show_that_is_not_switched_on_is_not_answered(orange):
    Show.objects.filter(pk=orange.pk).update(answer_by_frames=False)
    assert "Orange Show" not in dict(ask(ORANGE))


def test_fewer_than_five_approved_frames_are_not_enough(orange):
    reject_frames(Frame.objects.filter(pk__in=orange.frames.values("pk")[:2]))
    assert "Orange Show" not in dict(ask(ORANGE))


def test_other_frames_in_the_same_number_make_another_prototype(orange, version):
    before = known_shows("show")[-1].framed
    reject_frames(Frame.objects.filter(show=orange, sha256=sha(0)))
    make_frame(8, orange, (140, 20, 220))
    score_frames(version)
    after = known_shows("show")[-1].framed
    assert before.frames == after.frames == 6
    assert before.changed != after.changed
    assert before.vector @ after.vector < 0.999


def test_an_unlisted_show_is_never_named(orange):
    Show.objects.filter(pk=orange.pk).update(is_listed=False)
    assert "Orange Show" not in dict(ask(ORANGE))


def test_a_show_that_the_network_learnt_is_answered_by_its_output(version):
    red = Show.objects.get(title="Red Show")
    Show.objects.filter(pk=red.pk).update(answer_by_frames=True)
    for number in range(6):
        make_frame(number, red, RED)
    score_frames(version)
    assert len(known_shows("show")) == len(COLOURS)
    assert ask(RED)[0] == ("Red Show", None)


def test_confidences_over_outputs_and_frames_are_probabilities(orange):
    confidences = [confidence for _, confidence in recognise(decode(picture(ORANGE))).predictions]
    assert confidences == sorted(confidences, reverse=True)
    assert 0.9 < sum(confidences) <= 1.0 + 1e-9


def test_commands_answer_it_as_the_pages_do(orange, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.png").write_bytes(picture(ORANGE))
    (tmp_path / "new" / "2.png").write_bytes(picture(RED))
    (tmp_path / "new" / "metadata.csv").write_text("file_name,label\n1.png,Orange Show\n2.png,Red Show\n")
    out = StringIO()
    call_command("classify", str(tmp_path / "new" / "1.png"), "--json", stdout=out)
    first, second = json.loads(out.getvalue())["predictions"][:2]
    assert (first["slug"], first["frames"]) == ("orange-show", 6)
    assert "frames" not in second
    out = StringIO()
    call_command("classify", str(tmp_path / "new" / "1.png"), stdout=out)
    assert "Orange Show (known by 6 frames only)" in out.getvalue()
    out = StringIO()
    call_command("evaluate", str(tmp_path / "new"), "--task", "show", "--json", stdout=out)
    figures = json.loads(out.getvalue())
    assert (figures["n"], figures["top1"], figures["unknown"]["n"]) == (2, 1.0, 0)


def test_without_such_a_show_an_answer_costs_no_more_than_one_query_for_it(version, django_assert_num_queries):
    known_shows("show")
    with django_assert_num_queries(2):
        known_shows("show")


def test_a_curator_switches_it_in_the_admin(orange, admin_client):
    page = admin_client.get(reverse("admin:catalog_show_change", args=[orange.pk])).content.decode()
    assert "Recognised by likeness to its approved frames" in page
    assert 'name="answer_by_frames"' in page
    assert admin_client.get(reverse("admin:catalog_show_changelist"), {"answer_by_frames__exact": 1}).status_code == 200


def stills(folder: Path, shows: dict[str, tuple[int, int, int]]) -> Path:
    """Write twenty pictures of each show, in videos of five."""
    folder.mkdir()
    lines = ["file_name,label,cluster"]
    for label, (red, green, blue) in shows.items():
        for number in range(20):
            name = f"{label}-{number}.png"
            (folder / name).write_bytes(picture((red, green + number, blue)))
            lines.append(f"{name},{label},{label}{number // 5}")
    (folder / "metadata.csv").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture
def soft(settings, tmp_path) -> ModelVersion:
    """A network that is never quite sure."""
    settings.SNN_MODELS, settings.SNN_INDEXES = tmp_path / "models", tmp_path / "indexes"
    forget_networks()
    write_model(tmp_path / "export", sharpness=3.0)
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


def test_what_it_is_worth_is_measured_on_shows_that_the_network_does_not_know(soft, tmp_path):
    new = {"Orange": ORANGE, "Violet": (140, 20, 220), "Sky": (20, 140, 240), "Pink": (240, 20, 140)}
    folder = stills(tmp_path / "stills", {**new, "Red Show": RED, "Green Show": (20, 180, 20)})
    out = StringIO()
    call_command("measure_prototypes", str(folder), "--json", "--keep", stdout=out)
    measured = json.loads(out.getvalue())
    assert (measured["version"], measured["known"]) == (soft.name, False)
    assert [(figures["frames"], figures["shows"]) for figures in measured["figures"]] == [(5, 4), (10, 4)]
    for figures in measured["figures"]:
        assert figures["asked"] >= 40, "ten of each new show at least, from videos that made no prototype"
        assert (figures["others"], figures["others_top1"]) == (40, 1.0)
        assert figures["lost"] <= 0.25, "set on twenty pictures, measured on twenty others"
        assert figures["top1"] > 0.8, "their colours are far from what it knows"
        assert figures["strangers"] < 0.3
    soft.refresh_from_db()
    assert soft.prototype_rule == measured["rule"]


def test_known_shows_are_tried_where_there_are_no_others_and_nothing_is_kept_unasked(version, tmp_path):
    folder = stills(tmp_path / "stills", {"Red Show": RED, "Green Show": (20, 180, 20)})
    out = StringIO()
    call_command("measure_prototypes", str(folder), "--frames", "5", stdout=out)
    assert "on shows that it knows, their outputs taken away" in out.getvalue()
    assert "| 5 | 2 | 40 |" in out.getvalue()
    version.refresh_from_db()
    assert version.prototype_rule == RULE


def test_too_few_pictures_are_said_to_be_too_few(version, tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "1.png").write_bytes(picture(RED))
    (tmp_path / "one" / "metadata.csv").write_text("file_name,label\n1.png,Red Show\n")
    with pytest.raises(CommandError, match="has no show with 10 pictures and other videos"):
        call_command("measure_prototypes", str(tmp_path / "one"))
