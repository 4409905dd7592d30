"""Several networks as one: it answers with their mean, and is chosen, promoted and served like any other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from classifier.core.model_card import read_card
from classifier.predictors.onnx import OnnxPredictor
from tests.pipeline.conftest import TINY_RECIPE, write_colours
from training.core.evaluations import evaluation_path, read_judged
from training.core.judging import best_temperature
from training.core.recipe import read_recipe
from training.launcher import JobError, run_job
from training.services import choose, create_ensemble, create_run, promote

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

OTHER = "test_convnext"
"""Another architecture than the tiny recipe's, with maps of the same grid."""


def said_by(run: Path, *, epoch: int) -> np.ndarray:
    """Return the validation logits of an epoch at its own temperature."""
    judged = read_judged(evaluation_path(run, epoch), "val")
    return judged.logits / best_temperature(judged.deciding())


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Two runs of different architectures, an epoch of each chosen: made once, and never changed."""
    folder = tmp_path_factory.mktemp("trained")
    pictures = write_colours(folder / "colours")
    with override_settings(SNN_RUNS=folder / "runs", SNN_MODELS=folder / "models"):
        for name, changes in (("first", {}), ("second", {"architecture": OTHER})):
            run = create_run(name=name, folders=[pictures], options={**TINY_RECIPE, "epochs": 1, **changes})
            run_job("train", str(run.folder))
            choose(name)
    return folder / "runs"


@pytest.fixture
def members(runs, trained):
    """Copies of the two runs, a test's own."""
    shutil.copytree(trained, runs)
    return [runs / "first", runs / "second"]


@pytest.mark.parametrize("embedding", [16, 3])  # the joined one has room for both, or must be turned and cut
def test_it_answers_with_the_mean_of_its_networks(members, embedding, monkeypatch):
    monkeypatch.setattr("training.services.ensemble.LARGEST_EMBEDDING", 2 * embedding)

    both = create_ensemble("both", ["first", "second"])
    choose("both")

    mean = (said_by(members[0], epoch=0) + said_by(members[1], epoch=0)) / 2
    assert read_judged(evaluation_path(both, 0), "val").logits == pytest.approx(mean, abs=1e-3)


@pytest.fixture
def further(members, colours):
    """A run that went on from the first, its epoch chosen."""
    start = members[0] / "checkpoints" / "epoch-000-ema.safetensors"
    options = {**TINY_RECIPE, "epochs": 1, "pretrained": str(start), "learning_rate": 1e-2}
    folder = create_run(name="further", folders=[colours], options=options).folder
    run_job("train", str(folder))
    choose("further")
    return folder


def test_networks_share_the_mean_of_their_trunks_when_asked_for(members, runs, further):
    from safetensors.numpy import load_file

    call_command("ensemble", "soup", "first", "further", weights=True)

    soup, *others = (
        load_file(path / "checkpoints" / name)
        for path, name in (
            (runs / "soup", "epoch-000.safetensors"),
            (members[0], "epoch-000-ema.safetensors"),
            (further, "epoch-000-ema.safetensors"),
        )
    )
    trunk = [name for name in soup if name.startswith("trunk.")]
    assert any((others[0][name] != others[1][name]).any() for name in trunk)
    for name in trunk:
        assert soup[name] == pytest.approx((others[0][name] + others[1][name]) / 2, abs=1e-6), name
    assert read_recipe(runs / "soup").architecture == TINY_RECIPE["architecture"]
    choose("soup")
    assert "the mean of first-epoch-000 and further-epoch-000" in read_card(promote("soup").folder).learnt_from


def test_what_reads_a_shared_trunk_answers_with_the_mean_of_what_each_reads_from_it(members, runs, further):
    import torch

    from training.engine.checkpoint import checkpoint_path
    from training.engine.network import load_network

    create_ensemble("soup", ["first", "further"], weights=True)

    def network(run: Path, *, ema: bool = True):
        return load_network(read_recipe(run), checkpoint_path(run, 0, ema=ema)).eval()

    soup = network(runs / "soup", ema=False)
    pictures = torch.from_numpy(np.random.default_rng(0).normal(0, 1, (6, 3, 32, 32)).astype(np.float32))
    with torch.inference_mode():
        pooled = soup.trunk(pictures)
        read = []
        for run in (members[0], further):
            temperature = best_temperature(read_judged(evaluation_path(run, 0), "val").deciding())
            read.append(network(run).classify(pooled)[0] / temperature)
        assert soup(pictures)[0].numpy() == pytest.approx(torch.stack(read).mean(dim=0).numpy(), abs=1e-3)


def test_weights_of_different_architectures_are_not_averaged(members, runs):
    with pytest.raises(CommandError, match="only of networks of one architecture"):
        call_command("ensemble", "soup", "first", "second", weights=True)
    assert not (runs / "soup").exists()


def test_it_is_promoted_like_any_other_and_both_predictors_answer_alike(members, settings):
    from classifier.predictors.torch import TorchPredictor

    create_ensemble("both", ["first", "second"])
    choose("both")
    version = promote("both")

    folder = Path(settings.SNN_MODELS) / version.name
    card = read_card(folder)
    assert card.architecture == f"test_efficientnet_gn+{OTHER}"
    assert "the mean of first-epoch-000 and second-epoch-000" in card.learnt_from
    assert card.outputs["features"] == sum(
        read_card(promote(run.name, activate=False).folder).outputs["features"] for run in members
    )
    batch = np.random.default_rng(0).normal(0, 1, (4, 3, 32, 32)).astype(np.float32)
    onnx, torch = OnnxPredictor(folder, card).run(batch), TorchPredictor(folder, card, "cpu").run(batch)
    assert onnx.logits == pytest.approx(torch.logits, abs=1e-4)
    assert onnx.embedding == pytest.approx(torch.embedding, abs=1e-4)


def test_an_exported_version_can_be_a_member(members):
    folder = promote("second").folder

    both = create_ensemble("both", ["first", str(folder)])

    recipe = json.loads((both / "recipe.json").read_text())
    assert [member["name"] for member in recipe["members"]] == ["first-epoch-000", "second-epoch-000"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["first"], "two networks at least"),
        (["first", "nowhere"], "there is no run nowhere"),
        (["first", "unchosen"], "no epoch of unchosen was chosen yet"),
        (["first", "fewer"], "do not answer with the same labels"),
    ],
)
def test_what_cannot_be_averaged_is_said_and_leaves_no_run(members, made_run, runs, colours, tmp_path, asked, sentence):
    if "unchosen" in asked:
        made_run("unchosen")
    if "fewer" in asked:
        _run_of_two_labels(colours, tmp_path)

    with pytest.raises(CommandError, match=sentence):
        call_command("ensemble", "both", *asked)

    assert not (runs / "both").exists()


def test_an_ensemble_is_not_trained(members, capfd):
    both = create_ensemble("both", ["first", "second"])

    with pytest.raises(JobError):
        run_job("train", str(both))

    assert "both is an ensemble" in capfd.readouterr().err


def test_a_member_that_changed_since_is_refused_and_leaves_no_run(members, runs, monkeypatch):
    monkeypatch.setattr("training.services.ensemble.hashlib.sha256", lambda data: _Digest())

    with pytest.raises(JobError):
        create_ensemble("both", ["first", "second"])

    assert not (runs / "both").exists()


class _Digest:
    def hexdigest(self) -> str:
        return "0" * 64


def _run_of_two_labels(colours: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.csv"
    known.write_text("label\nCrimson Pier\nTeal Harbour\n")
    run = create_run(name="fewer", folders=[colours], known=known, options={**TINY_RECIPE, "epochs": 1}).folder
    run_job("train", str(run))
    choose("fewer")


def test_its_page_shows_it_like_any_other_run(members, admin_client):
    create_ensemble("both", ["first", "second"])
    choose("both")

    page = admin_client.get("/training/both/")

    assert page.status_code == 200
    assert f"test_efficientnet_gn+{OTHER}" in page.content.decode()
