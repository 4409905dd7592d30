"""A network that answers every picture with the first of six shows."""

from __future__ import annotations

import pytest

from catalog.models import Show
from classifier.models import ModelVersion
from tests.answers import PROBABILITIES, make_six_shows
from tests.fakes import fake_network


@pytest.fixture
def shows(db) -> list[Show]:
    return make_six_shows()


@pytest.fixture
def network(settings, shows) -> ModelVersion:
    return fake_network(settings, shows, PROBABILITIES)
