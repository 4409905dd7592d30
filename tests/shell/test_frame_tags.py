"""Tags of frames are prepared ahead, like the answers of the network that names shows; no game waits for them."""

from __future__ import annotations

import pytest

from classifier.models import FrameScore, ModelVersion
from classifier.predictors.onnx import OnnxPredictor
from classifier.services import activate_version, create_version, forget_networks
from classifier.services.embeddings import embedding_rows
from classifier.services.frame_tags import frame_tags
from classifier.sweep import Sweep
from tests.frames import make_frame
from tests.networks import make_style, make_tags
from tests.tiny_network import write_model

pytestmark = pytest.mark.django_db

RED, BLUE, BLACK = (220, 20, 20), (20, 20, 220), (0, 0, 0)


@pytest.fixture(autouse=True)
def network(settings, tmp_path) -> ModelVersion:
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    write_model(tmp_path / "export")
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


def test_promoting_a_network_for_tags_prepares_those_of_every_approved_frame(django_assert_num_queries, monkeypatch):
    red, blue = make_frame(1, "Red Show", RED), make_frame(2, "Blue Show", BLUE)
    make_frame(3, "Red Show", RED, status="pending")
    version = make_tags()
    assert FrameScore.objects.filter(version=version).count() == 2
    monkeypatch.setattr(OnnxPredictor, "run", lambda self, batch: pytest.fail("a page waited for a network"))
    assert frame_tags([red.pk, blue.pk]) == {red.pk: ("red_hair", "indoors"), blue.pk: ("blue_eyes",)}


def test_it_costs_two_queries_at_most_and_keeps_no_embeddings(django_assert_max_num_queries):
    frame = make_frame(1, "Red Show", RED)
    version = make_tags()
    with django_assert_max_num_queries(2):
        frame_tags([frame.pk])
    assert len(embedding_rows(version).read()) == 0


def test_a_frame_that_came_later_is_swept(network):
    make_tags()
    frame = make_frame(1, "Red Show", RED)
    assert frame_tags([frame.pk]) == {}
    sweep = Sweep()
    sweep.run()
    assert frame_tags([frame.pk])[frame.pk][0] == "red_hair"
    assert FrameScore.objects.filter(version=network).count() == 1
    before = FrameScore.objects.count()
    sweep.run()
    assert FrameScore.objects.count() == before


def test_without_a_network_for_tags_there_are_none():
    frame = make_frame(1, "Red Show", RED)
    make_style()
    assert frame_tags([frame.pk]) == {}


def test_a_frame_whose_file_is_damaged_does_not_stop_the_others(caplog):
    broken, whole = make_frame(1, "Red Show", RED), make_frame(2, "Red Show", BLUE)
    broken.image.storage.delete(broken.image.name)
    make_tags()
    assert set(frame_tags([broken.pk, whole.pk])) == {whole.pk}
    Sweep().run()  # nothing but the broken one is left
