"""A picture that was sent: taken in, answered, found again by its sender only."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from classifier.core.image import ImageRefused, fingerprint
from classifier.models import Answer, Upload
from classifier.services import answer_of, receive_picture, uploads_of
from tests.fakes import FakePredictor, fake_network, make_shows
from tests.tiny_network import picture

pytestmark = pytest.mark.django_db(transaction=True)

RED = picture((255, 0, 0))


@pytest.fixture
def network(settings, tmp_path):
    settings.SNN_MODELS = tmp_path / "models"
    return fake_network(settings, make_shows(6), [0.05, 0.5, 0.2, 0.1, 0.1, 0.05])


def test_a_picture_is_answered_with_five_shows_best_first(network):
    upload = receive_picture(RED, owner="me")
    assert upload.status == Upload.Status.DONE, upload.error
    answer = answer_of(upload)
    assert answer.known
    assert [(p.rank, p.show.title) for p in answer.predictions.all()] == [
        (1, "Show 2"),
        (2, "Show 3"),
        (3, "Show 4"),
        (4, "Show 5"),
        (5, "Show 1"),
    ]
    assert answer.predictions.all()[0].confidence == pytest.approx(0.5, abs=1e-6)
