"""The torch predictor gives the answers of onnxruntime, on the device that it says, and never on another one."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
import torch
from PIL import Image

from catalog.core.demo.dataset import draw_frame
from catalog.core.demo.shows import DEMO_SHOWS
from classifier.core.model_card import read_card
from classifier.core.preprocess import average_views, to_batch
from classifier.core.ranking import top_shows
from classifier.predictors import DeviceError, PredictorError
from classifier.predictors.onnx import OnnxPredictor
from classifier.predictors.torch import TorchPredictor
from tests.project.tree import ROOT

BUNDLED = ROOT / "classifier" / "bundled" / "show"

CLOSE = {"float32": 1e-3, "bfloat16": 0.4}
"""By how much a logit may differ: shows that lie closer together may change places, others may not."""

SURE = {"float32": 1e-3, "bfloat16": 0.06}
"""By how much a confidence may differ."""

NEEDS_GPU = pytest.mark.skipif(not torch.cuda.is_available(), reason="There is no GPU here.")
DEVICES = ["cpu", pytest.param("cuda", marks=NEEDS_GPU)]


@pytest.fixture(scope="module")
def card():
    return read_card(BUNDLED)


@pytest.fixture(scope="module")
def batch(card):
    """A drawn frame of every demo show, and one picture that is none: prepared as the card says."""
    drawn = [Image.open(BytesIO(draw_frame(show.slug, 1, 1))).convert("RGB") for show in DEMO_SHOWS]
    strange = Image.fromarray(np.random.default_rng(1).integers(0, 255, (180, 320, 3), dtype=np.uint8))
    return to_batch([*drawn, strange], card.input)


def confidences(logits, card) -> np.ndarray:
    scaled = logits.astype(np.float64) / card.temperature
    scaled -= scaled.max()
    return np.exp(scaled) / np.exp(scaled).sum()


def top_five(logits, card) -> list[int]:
    listed = np.ones(len(logits), dtype=bool)
    ranking = top_shows(logits, temperature=card.temperature, unknown=card.unknown, nameable=listed)
    return [ranked.output for ranked in ranking.predictions]


@pytest.mark.parametrize(
    ("device", "precision"),
    [("cpu", "float32"), ("cpu", "bfloat16"), pytest.param("cuda", "bfloat16", marks=NEEDS_GPU)],
)
def test_it_names_the_five_shows_that_onnxruntime_names(card, batch, device, precision):
    predictor = TorchPredictor(BUNDLED, card, device)
    predictor._half = precision == "bfloat16"  # the arithmetic of a GPU, which a CPU can do, too
    outputs = predictor.run(batch)
    assert outputs.logits.dtype == outputs.embedding.dtype == np.float32
    ours = average_views(outputs.logits, card.input)
    theirs = average_views(OnnxPredictor(BUNDLED, card).run(batch).logits, card.input)
    assert ours.argmax(axis=1).tolist() == theirs.argmax(axis=1).tolist()
    assert np.abs(ours - theirs).max() < CLOSE[precision]
    for mine, other in zip(ours, theirs, strict=True):
        assert np.abs(confidences(other, card) - confidences(mine, card)).max() < SURE[precision]
        for first, second in zip(top_five(other, card), top_five(mine, card), strict=True):
            assert first == second or abs(other[first] - other[second]) < CLOSE[precision]


def test_embeddings_point_the_same_way(card, batch):
    predictor = TorchPredictor(BUNDLED, card, "cpu")
    theirs = OnnxPredictor(BUNDLED, card).run(batch).embedding
    exact = predictor.run(batch).embedding
    predictor._half = True
    half = predictor.run(batch).embedding
    assert (exact * theirs).sum(axis=1).min() > 0.99999
    assert (half * theirs).sum(axis=1).min() > 0.99


def test_on_a_cpu_the_logits_are_the_same_to_the_fourth_digit(card, batch):
    theirs, ours = (predictor.run(batch) for predictor in (OnnxPredictor(BUNDLED, card), TorchPredictor(BUNDLED, card)))
    assert np.abs(ours.logits - theirs.logits).max() < 1e-3
    assert np.array_equal(np.argsort(-ours.logits)[:, :5], np.argsort(-theirs.logits)[:, :5])


@pytest.mark.parametrize("device", DEVICES)
def test_it_says_on_which_device_it_runs(card, device):
    predictor = TorchPredictor(BUNDLED, card, device)
    assert predictor.device == TorchPredictor.check(device)
    assert predictor.device.startswith(device)
    assert len(predictor.device) <= 50, "it stands in the answer's row"


@pytest.mark.skipif(torch.cuda.is_available(), reason="There is a GPU here.")
def test_without_a_gpu_it_says_so_and_does_not_start(card):
    with pytest.raises(DeviceError, match="SNN_DEVICE is cuda, but torch finds no GPU here"):
        TorchPredictor(BUNDLED, card, "cuda")


@pytest.fixture
def gpu(monkeypatch):
    """A machine on which torch says that there is one GPU."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda index: "Some GPU")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3")


def broken(*args, **kwargs):
    raise RuntimeError("CUDA error: all of its memory is in use")


@pytest.mark.usefixtures("gpu")
def test_a_gpu_that_does_not_take_the_network_is_to_blame_and_no_picture(card, monkeypatch):
    monkeypatch.setattr(torch.nn.Module, "to", broken)
    with pytest.raises(DeviceError, match=r"cuda:0 Some GPU \(torch bf16\) does not take .*: CUDA error: all of its"):
        TorchPredictor(BUNDLED, card, "cuda")


@pytest.mark.usefixtures("gpu")
def test_a_gpu_that_is_out_of_order_ends_a_worker_with_a_sentence(monkeypatch):
    monkeypatch.setattr(torch.cuda, "get_device_name", broken)
    with pytest.raises(DeviceError, match="SNN_DEVICE is cuda:0, but that GPU is out of order: CUDA error"):
        TorchPredictor.check("cuda:0")


@pytest.mark.usefixtures("gpu")
def test_a_gpu_beyond_those_that_may_be_seen_is_refused():
    with pytest.raises(DeviceError, match=r"counts GPUs from 0 and finds 1 \(CUDA_VISIBLE_DEVICES is '3'\)"):
        TorchPredictor.check("cuda:1")


def test_weights_of_another_network_are_refused(card, tmp_path):
    shutil.copy(BUNDLED / "model.safetensors", tmp_path)
    with pytest.raises(PredictorError, match="safetensors cannot be loaded"):
        TorchPredictor(tmp_path, replace(card, architecture="tf_efficientnet_lite1"))


def test_altered_weights_are_refused(card, tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"other")
    assert hashlib.sha256(b"other").hexdigest() != card.files["model.safetensors"]
    with pytest.raises(PredictorError, match="its SHA-256 differs"):
        TorchPredictor(tmp_path, card)


def test_numbers_that_are_not_finite_are_no_answer(card):
    size = card.input.size
    with pytest.raises(PredictorError, match="not finite"):
        TorchPredictor(BUNDLED, card).run(np.full((1, 3, size, size), np.nan, dtype=np.float32))


@pytest.mark.slow
@pytest.mark.skipif(torch.cuda.is_available(), reason="There is a GPU here.")
def test_a_worker_asked_for_a_gpu_that_is_not_here_ends_with_a_sentence():
    done = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "snn", "worker", "-Q", "predict", "--pool", "solo"],
        cwd=ROOT,
        env=os.environ
        | {
            "SNN_DEVICE": "cuda",
            "SNN_PREDICTOR": "classifier.predictors.torch.TorchPredictor",
            "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "This worker cannot start: SNN_DEVICE is cuda, but torch finds no GPU here." in done.stderr


@pytest.mark.slow
def test_a_worker_that_would_answer_on_another_device_ends_with_a_sentence():
    done = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "snn", "worker", "-Q", "predict", "--pool", "solo"],
        cwd=ROOT,
        env=os.environ
        | {
            "SNN_DEVICE": "cuda",
            "SNN_PREDICTOR": "classifier.predictors.onnx.OnnxPredictor",
            "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "onnxruntime runs on the CPU here, but SNN_DEVICE is cuda" in done.stderr
