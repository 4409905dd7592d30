"""The network on one core: the same numbers for one picture or many, from one thread or several."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from classifier.predictors import PredictorError
from classifier.predictors.onnx import OnnxPredictor
from tests.tiny_network import COLOURS, write_model


@pytest.fixture
def predictor(tmp_path):
    return OnnxPredictor(tmp_path, write_model(tmp_path))


def batch(count: int) -> np.ndarray:
    return np.random.default_rng(count).random((count, 3, 8, 8), dtype=np.float32)


def test_a_batch_gives_what_each_picture_gives_alone(predictor):
    pictures = batch(5)
    together = predictor.run(pictures)
    alone = [predictor.run(pictures[n : n + 1]) for n in range(5)]
    assert together.logits.shape == (5, len(COLOURS))
    assert together.embedding.shape == (5, 3)
    np.testing.assert_allclose(together.logits, np.concatenate([outputs.logits for outputs in alone]), atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together.embedding, axis=1), 1, atol=1e-5)


def test_several_threads_may_share_it(predictor):
    pictures = [batch(n % 4 + 1) for n in range(40)]
    expected = [predictor.run(picture).logits for picture in pictures]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda picture: predictor.run(picture).logits, pictures))
    for one, other in zip(expected, found, strict=True):
        np.testing.assert_array_equal(one, other)


def test_it_keeps_to_one_thread_that_does_not_spin(predictor):
    options = predictor._session.get_session_options()
    assert options.intra_op_num_threads == 1
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
    assert predictor.device == "cpu (onnxruntime)"


def test_a_batch_of_the_wrong_shape_is_an_error_that_names_the_file(predictor):
    with pytest.raises(PredictorError, match=r"model\.onnx cannot be run"):
        predictor.run(np.zeros((1, 4), dtype=np.float32))


def test_a_network_without_an_embedding_is_not_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.tiny_network.OUTPUTS", ("logits", "something else"))
    card = write_model(tmp_path)
    with pytest.raises(PredictorError, match="has no output named embedding"):
        OnnxPredictor(tmp_path, card)
