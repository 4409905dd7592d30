"""The frames most like a picture: only those that may be shown, however many may not."""

from __future__ import annotations

import numpy as np
import pytest

from catalog.models import Frame, Show
from catalog.services import delete_frames, reject_frames
from classifier.models import ModelVersion
from classifier.services import activate_version, create_version, forget_networks, nearest_frames, score_frames
from tests.frames import make_frame
from tests.tiny_network import write_model

pytestmark = pytest.mark.django_db

RED = np.array([1, 0, 0], dtype=np.float32)


@pytest.fixture
def version(settings, tmp_path) -> ModelVersion:
    """An active network whose embedding is the mean colour."""
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    write_model(tmp_path / "export")
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


@pytest.fixture
def frames(version) -> list[Frame]:
    """Ever less red."""
    made = [make_frame(n, "Red Show", (255, 20 * n, 0), episode=1, time=n) for n in range(10)]
    score_frames(version)
    return made


def numbers(near) -> list[int]:
    return [int(found.frame.time) for found in near]


def test_the_most_alike_come_first(version, frames, django_assert_num_queries):
    with django_assert_num_queries(1):
        near = nearest_frames(version, RED, 3)
        assert [str(found.frame.show) for found in near] == ["Red Show"] * 3
    assert numbers(near) == [0, 1, 2]
    assert near[0].likeness == pytest.approx(1)
    assert near[1].likeness == pytest.approx(255 / np.hypot(255, 20), abs=1e-3)


def test_frames_that_were_rejected_or_deleted_are_never_among_them(version, frames):
    reject_frames(Frame.objects.filter(pk=frames[0].pk))
    delete_frames(Frame.objects.filter(pk=frames[2].pk))
    frames[3].delete()
    assert numbers(nearest_frames(version, RED, 3)) == [1, 4, 5]


def test_shows_that_are_not_listed_are_passed_over_however_many_frames_they_have(version, frames):
    hidden = Show.objects.create(slug="hidden", title="Hidden", is_listed=False)
    for n in range(30):
        make_frame(100 + n, hidden, (255, 0, n // 10))
    score_frames(version)
    assert numbers(nearest_frames(version, RED, 2)) == [0, 1]


def test_one_may_look_among_some_frames_only(version, frames):
    assert numbers(nearest_frames(version, RED, 2, among=Frame.objects.filter(time__gte=7))) == [7, 8]
    assert nearest_frames(version, RED, 2, among=Frame.objects.none()) == []


def test_a_frame_that_was_answered_anew_is_found_once_where_it_is_now(version, frames):
    blue = Show.objects.get(title="Blue Show")
    Frame.objects.filter(pk=frames[0].pk).update(show=blue)
    score_frames(version)
    near = nearest_frames(version, RED, 10)
    assert numbers(near) == list(range(10))
    assert near[0].frame.show == blue


def test_where_nothing_was_scored_there_is_nothing_near(version):
    make_frame(1, "Red Show", (255, 0, 0))
    assert nearest_frames(version, RED, 3) == []
