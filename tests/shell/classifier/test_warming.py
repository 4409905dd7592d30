"""A process that serves has loaded its networks before the first picture comes."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from classifier.services.network import network_of
from classifier.warming import warm_networks
from tests.answers import PROBABILITIES, make_six_shows
from tests.fakes import FakePredictor, fake_network
from tests.tiny_network import write_model

pytestmark = pytest.mark.django_db


def test_the_active_network_is_loaded_and_has_run(settings, django_assert_num_queries):
    version = fake_network(settings, make_six_shows(), PROBABILITIES)

    warm_networks()

    assert FakePredictor.runs == 1
    with django_assert_num_queries(0):
        network_of(version.pk)


def test_a_broken_network_is_logged_and_hinders_nothing(settings, caplog):
    fake = fake_network(settings, make_six_shows(), PROBABILITIES)
    settings.SNN_PREDICTOR = "classifier.predictors.onnx.OnnxPredictor"
    folder = Path(settings.SNN_MODELS) / fake.path
    write_model(folder, name=fake.name)
    (folder / "model.onnx").write_bytes(b"broken")

    with caplog.at_level(logging.ERROR):
        warm_networks()

    assert "cannot be used" in caplog.text


def test_without_a_network_nothing_is_done():
    warm_networks()
