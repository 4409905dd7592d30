"""A version's answers to the frames of the catalogue: each approved frame once, going on where it stopped."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from catalog.models import Frame, Show
from catalog.services import approve_frames
from classifier.index.rows import Busy
from classifier.models import FrameScore, ModelVersion
from classifier.services import activate_version, create_version, forget_networks, frame_embeddings, score_frames
from classifier.services.embeddings import embedding_rows
from tests.frames import make_frame, sha
from tests.tiny_network import COLOURS, write_model

pytestmark = pytest.mark.django_db

MANIFEST = "dataset,file_name,sha256,label,domain,show,episode,time,cluster,split,role,reason\n"


@pytest.fixture
def version(settings, tmp_path) -> ModelVersion:
    """An active network that knows shows by their colour."""
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    manifest = MANIFEST + "\n".join(
        [
            f"d,a.png,{sha(1)},Red Show,d,,,,c,train,known,",
            f"d,b.png,{sha(2)},Red Show,d,,,,c,,left out,a near copy",
            "demo,c.png,ff,drawn,demo,drawn,3,12.5,c,test,known,",
        ]
    )
    write_model(tmp_path / "export", files={"manifest.csv": manifest.encode()})
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


def test_every_approved_frame_gets_the_five_likeliest_shows(version):
    right = make_frame(1, "Red Show", (220, 20, 20))
    wrong = make_frame(2, "Blue Show", (20, 200, 20))
    stranger = make_frame(3, Show.objects.create(slug="else", title="Else"), (10, 10, 10))
    make_frame(4, "Red Show", (220, 20, 20), status=Frame.Status.PENDING)

    assert score_frames(version) == 3

    scores = {score.frame_id: score for score in FrameScore.objects.all()}
    assert set(scores) == {right.pk, wrong.pk, stranger.pk}
    assert [(s.knows, s.correct) for s in map(scores.get, [right.pk, wrong.pk, stranger.pk])] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    top = scores[right.pk].top
    assert [set(entry) for entry in top] == [{"show", "label", "confidence"}] * 5
    assert top[0]["show"] == right.show_id
    assert top[0]["label"] == "Red Show"
    assert [e["confidence"] for e in top] == sorted((e["confidence"] for e in top), reverse=True)
    assert (scores[right.pk].show_id, scores[right.pk].random_key) == (right.show_id, right.random_key)


def test_a_score_says_what_the_frame_was_to_the_network(version):
    drawn = Show.objects.create(slug="drawn", title="Drawn", is_demo=True)
    other = Show.objects.create(slug="drawn-2", title="Not drawn")
    frames = {
        "train": make_frame(1, "Red Show", (1, 1, 1)),
        "left out": make_frame(2, "Red Show", (2, 2, 2)),
        "test": make_frame(3, drawn, (3, 3, 3), episode=3, time=12.5),
        "another time": make_frame(4, drawn, (4, 4, 4), episode=3, time=13.5),
        "another show": make_frame(5, other, (5, 5, 5), episode=3, time=12.5),
    }

    score_frames(version)

    splits = dict(FrameScore.objects.values_list("frame", "split"))
    assert [splits[frame.pk] for frame in frames.values()] == ["train", "", "test", "", ""]


def test_a_second_sweep_has_only_what_is_new_to_do(version):
    make_frame(1, "Red Show", (220, 20, 20))
    pending = make_frame(2, "Red Show", (210, 20, 20), status=Frame.Status.PENDING)
    assert score_frames(version) == 1
    assert score_frames(version) == 0

    approve_frames(Frame.objects.filter(pk=pending.pk))

    assert score_frames(version) == 1


def test_a_sweep_that_was_cut_short_goes_on_where_it_stopped(version, monkeypatch):
    frames = [make_frame(n, "Red Show", (200, n, 20)) for n in range(40)]
    told = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_frames(version, progress=stop)
    before = FrameScore.objects.count()
    assert told == [(before, 40)]
    assert 0 < before < 40

    assert score_frames(version) == 40 - before
    assert FrameScore.objects.count() == 40
    found = frame_embeddings(version, [frame.pk for frame in frames])
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_a_frame_that_moved_to_another_show_is_answered_anew(version):
    frame = make_frame(1, "Red Show", (20, 20, 220))
    score_frames(version)
    Frame.objects.update(show=Show.objects.get(title="Blue Show"))

    assert score_frames(version) == 1

    score = FrameScore.objects.get(frame=frame)
    assert score.correct
    assert score.show.title == "Blue Show"


def test_a_frame_whose_file_is_gone_keeps_nobody_else_waiting(version, caplog):
    gone = make_frame(1, "Red Show", (220, 20, 20))
    make_frame(2, "Red Show", (210, 20, 20))
    default_storage.delete(gone.image.name)

    assert score_frames(version) == 1
    assert f"Frame {gone.pk} cannot be scored" in caplog.text


def test_shows_that_are_not_listed_are_not_named(version):
    Show.objects.filter(title="Red Show").update(is_listed=False)
    make_frame(1, "Red Show", (220, 20, 20))

    score_frames(version)

    score = FrameScore.objects.get()
    assert "Red Show" not in [entry["label"] for entry in score.top]
    assert score.knows
    assert not score.correct


def test_frames_kept_for_games_come_first(version):
    for number in range(20):
        make_frame(number, "Red Show", (200, number, 20), random_key=number / 20, split="")
    kept = make_frame(30, "Red Show", (200, 30, 20), random_key=0.99, split="test")

    with pytest.raises(InterruptedError):
        score_frames(version, progress=_interrupt)

    assert FrameScore.objects.filter(frame=kept).exists()


def _interrupt(done: int, total: int) -> None:
    raise InterruptedError


def test_embeddings_come_in_the_order_asked_and_are_zeros_where_there_is_none(version, django_assert_num_queries):
    red, blue = make_frame(1, "Red Show", (255, 0, 0)), make_frame(2, "Blue Show", (0, 0, 255))
    score_frames(version)
    late = make_frame(3, "Red Show", (0, 255, 0))

    with django_assert_num_queries(1):
        found = frame_embeddings(version, [blue.pk, late.pk, red.pk])

    assert found.dtype == np.float32
    np.testing.assert_allclose(found, [[0, 0, 1], [0, 0, 0], [1, 0, 0]], atol=1e-5)


def test_embeddings_that_were_lost_are_made_again(version):
    frame = make_frame(1, "Red Show", (255, 0, 0))
    score_frames(version)
    for file in embedding_rows(version).folder.iterdir():
        file.unlink()
    assert not frame_embeddings(version, [frame.pk]).any()

    assert score_frames(version) == 1
    np.testing.assert_allclose(frame_embeddings(version, [frame.pk]), [[1, 0, 0]], atol=1e-5)


def test_one_process_sweeps_at_a_time(version):
    with embedding_rows(version).adding(), pytest.raises(Busy):
        score_frames(version, wait=False)


def test_the_command_says_how_many_were_answered(version):
    make_frame(1, "Red Show", (255, 0, 0))
    out = StringIO()
    call_command("score_frames", stdout=out)
    assert out.getvalue() == "show-tiny answered 1 more frames.\n"
    out = StringIO()
    call_command("score_frames", "show-tiny", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"version": "show-tiny", "scored": 0}


def test_the_command_knows_no_other_version():
    with pytest.raises(CommandError, match="No network is active yet"):
        call_command("score_frames")
    with pytest.raises(CommandError, match="There is no version named else"):
        call_command("score_frames", "else")


def test_a_network_that_is_damaged_is_a_sentence(version):
    make_frame(1, "Red Show", (255, 0, 0))
    forget_networks()
    Path(version.folder / "model.onnx").write_bytes(b"")
    with pytest.raises(CommandError, match="SHA-256 differs"):
        call_command("score_frames")


def test_the_shows_are_those_of_the_version_not_of_the_active_one(version, tmp_path):
    swapped = dict(zip(COLOURS, reversed(COLOURS.values()), strict=True))
    write_model(tmp_path / "other", name="swapped", colours=swapped)
    other = create_version(tmp_path / "other", "show")
    frame = make_frame(1, "Red Show", COLOURS["Red Show"])

    score_frames(other)
    score_frames(version)

    best = {score.version.name: score.top[0]["label"] for score in FrameScore.objects.filter(frame=frame)}
    assert best == {"show-tiny": "Red Show", "swapped": "Black Show"}
