"""What is kept with an answer so that it can be checked by eye: where the picture lies, what spoke for the show."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from classifier.core.heatmap import activation_from_json
from classifier.core.preprocess import InputSpec
from classifier.models import Answer, ModelVersion
from classifier.predictors import PredictorError
from classifier.predictors.weights import read_weights
from classifier.services import (
    activate_version,
    create_version,
    forget_networks,
    nearest_to_answer,
    receive_picture,
    score_frames,
)
from tests.frames import make_frame
from tests.tiny_network import picture, safetensors, write_model

pytestmark = pytest.mark.django_db(transaction=True)

SPEC = InputSpec(size=8, resize=8, mean=(0.0,) * 3, std=(1.0,) * 3, views=("start", "end"))


@pytest.fixture
def promoted(settings, tmp_path):
    """Let a network answer that lets us see what it looked at, or one that does not."""

    def promote(*, features: bool = True) -> ModelVersion:
        settings.SNN_MODELS = tmp_path / "models"
        forget_networks()
        write_model(tmp_path / "export", features=features, spec=SPEC)
        version = create_version(tmp_path / "export", "show")
        activate_version(version)
        return version

    return promote


def red_on_the_right() -> bytes:
    scene = Image.new("RGB", (64, 32), (10, 10, 10))
    scene.paste((255, 0, 0), (16, 0, 64, 32))
    file = BytesIO()
    scene.save(file, "PNG")
    return file.getvalue()


def test_an_answer_keeps_what_spoke_for_its_likeliest_show(promoted):
    promoted()
    receive_picture(red_on_the_right(), owner="me")
    answer = Answer.objects.get()
    assert answer.predictions.first().show.title == "Red Show"
    found = activation_from_json(answer.activation)
    assert found.boxes == ((0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 1.0, 1.0))
    dark, red = found.maps[0][:, :3], found.maps[1]
    assert found.maps.shape == (2, 8, 8)
    assert dark.max() < 0.1
    assert red.min() > 0.9


def test_a_network_without_features_gives_no_map_and_answers_all_the_same(promoted):
    promoted(features=False)
    receive_picture(red_on_the_right(), owner="me")
    answer = Answer.objects.get()
    assert answer.activation is None
    assert answer.predictions.count() == 5


def test_an_answer_finds_its_nearest_frames_also_once_the_picture_is_gone(promoted):
    version = promoted()
    for number, colour in enumerate([(255, 0, 0), (255, 40, 0), (0, 0, 255)]):
        make_frame(number, "Red Show", colour, time=number)
    make_frame(9, "Red Show", (255, 1, 0), split="test", time=9)
    score_frames(version)
    upload = receive_picture(picture((255, 10, 0)), owner="me")
    upload.image.delete()
    near = nearest_to_answer(Answer.objects.get(), 2)
    assert [found.frame.time for found in near] == [0, 1], "what is kept for games is not told"
    assert near[0].likeness > near[1].likeness > 0.98


def test_an_answer_from_before_has_no_nearest_frames(promoted):
    version = promoted()
    make_frame(1, "Red Show", (255, 0, 0))
    score_frames(version)
    assert nearest_to_answer(Answer(sha256="0", version=version, known=True, ms=1), 2) == []


def test_weights_are_read_by_name_in_either_width(tmp_path):
    half = np.array([[1.5, -2.0]], dtype=np.float16)
    card = write_model(tmp_path, files={"model.safetensors": safetensors({"a": half, "b": np.float32([3])})})
    one, other = read_weights(tmp_path, card, ("a", "b"))
    assert one.tolist() == [[1.5, -2.0]]
    assert one.dtype == other.dtype == np.float32
    assert read_weights(tmp_path, card, ("a", "c")) is None
    assert read_weights(tmp_path, write_model(tmp_path / "other"), ("a",)) is None


def test_weights_that_are_broken_are_named(tmp_path):
    card = write_model(tmp_path, files={"model.safetensors": b"nonsense and more"})
    with pytest.raises(PredictorError, match=r"model\.safetensors cannot be read"):
        read_weights(tmp_path, card, ("a",))
