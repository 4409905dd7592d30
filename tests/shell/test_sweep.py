"""The running server answers frames that were approved meanwhile, and costs next to nothing where there are none."""

from __future__ import annotations

import threading

import pytest

from catalog.models import Frame
from catalog.services import approve_frames
from classifier.models import FrameScore, ModelVersion
from classifier.services import activate_version, create_version, forget_networks
from classifier.services.embeddings import embedding_rows
from classifier.sweep import LOOK_ANYWAY, Sweep, start_sweeping
from tests.frames import make_frame
from tests.tiny_network import write_model

pytestmark = pytest.mark.django_db

RED = (220, 20, 20)


@pytest.fixture
def version(settings, tmp_path) -> ModelVersion:
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    write_model(tmp_path / "export")
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


def test_approved_frames_are_answered_by_the_active_network(version):
    sweep = Sweep()
    frame = make_frame(1, "Red Show", RED, status=Frame.Status.PENDING)
    sweep.run()
    assert not FrameScore.objects.exists()

    approve_frames(Frame.objects.filter(pk=frame.pk))
    sweep.run()

    assert FrameScore.objects.get().version == version


def test_a_pass_with_nothing_to_do_costs_two_queries(version, django_assert_num_queries):
    sweep = Sweep()
    make_frame(1, "Red Show", RED)
    sweep.run()
    with django_assert_num_queries(2):
        sweep.run()


def test_now_and_then_frames_are_looked_through_even_where_their_number_is_the_same(version):
    sweep = Sweep()
    frame = make_frame(1, "Red Show", RED)
    sweep.run()
    FrameScore.objects.all().delete()
    for _ in range(LOOK_ANYWAY):
        sweep.run()
    assert FrameScore.objects.get().frame == frame


def test_where_another_process_sweeps_it_is_tried_again_later(version):
    sweep = Sweep()
    make_frame(1, "Red Show", RED)
    with embedding_rows(version).adding():
        sweep.run()
    assert not FrameScore.objects.exists()
    sweep.run()
    assert FrameScore.objects.exists()


def test_a_worker_of_the_queue_does_a_part_at_a_time_until_nothing_is_left(version):
    sweep = Sweep(most=2)
    for number in range(3):
        make_frame(number, "Red Show", RED)
    counts = []
    for _ in range(3):
        sweep.run()
        counts.append(FrameScore.objects.count())
    assert counts == [2, 3, 3]
    assert sweep.swept is not None


def test_without_a_network_there_is_nothing_to_do():
    Sweep().run()


@pytest.mark.django_db(transaction=True)
def test_it_runs_beside_the_pages_until_the_server_ends(version):
    make_frame(1, "Red Show", RED)
    stop = threading.Event()
    stop.set()
    start_sweeping(stop=stop).join(timeout=30)
    assert FrameScore.objects.count() == 1
