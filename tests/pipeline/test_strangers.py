"""A network that learnt who the strangers are says by the energy of its logits how likely a picture is none."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from classifier.core.model_card import read_card
from classifier.predictors.onnx import OnnxPredictor
from tests.pipeline.conftest import TINY_RECIPE, write_colours
from training.core.recipe import read_recipe
from training.launcher import run_job
from training.services import choose, create_ensemble, create_run, figures, promote

pytestmark = pytest.mark.django_db

KNOWN, STRANGERS = 3, 3


@pytest.fixture
def network():
    from classifier.predictors.timm_network import Network

    return Network(TINY_RECIPE["architecture"], labels=KNOWN, embedding=16, strangers=STRANGERS).eval()


@pytest.fixture
def batch():
    import torch

    return torch.randn(5, 3, 32, 32, generator=torch.Generator().manual_seed(0))


def test_the_energy_is_the_log_odds_of_the_known_among_all(network, batch):
    import torch

    with torch.inference_mode():
        logits, _ = network(batch)
        shares = network.companion(network.embed(batch)).softmax(dim=1)
    known = shares[:, :KNOWN].sum(dim=1)
    assert logits.logsumexp(dim=1).numpy() == pytest.approx((known / (1 - known)).log().numpy(), abs=1e-5)


def test_probabilities_are_what_they_are_without_it(network, batch):
    import torch

    with torch.inference_mode():
        logits, _ = network(batch)
        plain = network.head(network.embed(batch))
    assert logits.softmax(dim=1).numpy() == pytest.approx(plain.softmax(dim=1).numpy(), abs=1e-6)
    assert not torch.allclose(logits, plain)


def test_a_run_that_goes_on_takes_the_second_head_over_where_it_is_about_as_many(made_run):
    import torch

    from training.engine.network import create_network, load_network

    first = made_run("first", epochs=1, companion_weight=0.5)
    run_job("train", str(first))
    weights = first / "checkpoints" / "epoch-000-ema.safetensors"
    earlier = load_network(read_recipe(first), weights)
    assert earlier.companion is not None

    further = replace(read_recipe(first), name="further", pretrained=str(weights))
    same, more = create_network(further, strangers=STRANGERS), create_network(further, strangers=STRANGERS + 1)
    assert torch.equal(same.companion.weight, earlier.companion.weight)
    assert torch.equal(more.head.weight, earlier.head.weight)
    assert more.companion.out_features == KNOWN + STRANGERS + 1
    assert create_network(further).companion is None


def test_a_run_that_an_older_version_began_says_that_it_cannot_go_on(made_run):
    from training.engine.checkpoint import checkpoint_path, load_weights
    from training.engine.network import create_network

    older = made_run("older", epochs=1)
    run_job("train", str(older))
    asked = create_network(read_recipe(older), strangers=STRANGERS)
    with pytest.raises(ValueError, match="train it anew"):
        load_weights(asked, checkpoint_path(older, 0, ema=True))


@pytest.fixture
def told_apart(runs: Path, colours: Path) -> list[Path]:
    """Two runs of two architectures that were taught who the strangers are."""
    folders = []
    for name, changes in (("first", {}), ("second", {"architecture": "test_convnext"})):
        options = {**TINY_RECIPE, "companion_weight": 1.0, **changes}
        folders.append(create_run(name=name, folders=[colours], options=options).folder)
        run_job("train", str(folders[-1]))
        choose(name)
    return folders


def test_promotion_knows_which_score_was_taught(told_apart, made_run, monkeypatch):
    asked = []

    def unknown_rule(val, temperature, taught):
        asked.append(taught)
        return figures.unknown_rule(val, temperature, taught)

    monkeypatch.setattr("training.services.promotion.unknown_rule", unknown_rule)
    plain = made_run("plain", epochs=1)
    run_job("train", str(plain))
    choose("plain")
    promote("first")
    promote("plain")
    assert asked == ["energy", "max_probability"]


def test_an_ensemble_keeps_the_log_odds_of_its_networks(told_apart, settings):
    from training.engine.checkpoint import checkpoint_path
    from training.engine.network import load_network

    call_command("ensemble", "both", "first", "second", stdout=StringIO())
    choose("both")
    folder = Path(settings.SNN_MODELS) / promote("both").name
    generator = np.random.default_rng(0)
    batch = generator.normal(0, 1, (6, 3, 32, 32)).astype(np.float32)
    logits = OnnxPredictor(folder, read_card(folder)).run(batch).logits

    import torch

    with torch.inference_mode():
        said = []
        for run in told_apart:
            epoch = json.loads((run / "choice.json").read_text())["epoch"]
            network = load_network(read_recipe(run), checkpoint_path(run, epoch, ema=True)).eval()
            said.append(network.companion(network.embed(torch.from_numpy(batch))))
    known, strange = torch.stack(said).mean(dim=0).split([KNOWN, STRANGERS], dim=1)
    log_odds = (known.logsumexp(dim=1) - strange.logsumexp(dim=1)).numpy()
    assert np.logaddexp.reduce(logits, axis=1) == pytest.approx(log_odds, abs=0.02)  # halved weights


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(("other", "weights"), [("second", False), ("first", True)], ids=["beside", "shared trunk"])
def test_an_ensemble_tells_strangers_by_those_of_its_networks_that_do(told_apart, runs, colours, other, weights, order):
    import torch

    from training.engine.checkpoint import checkpoint_path
    from training.engine.network import load_network

    plain = create_run(name="plain", folders=[colours], options={**TINY_RECIPE, "epochs": 1}).folder
    run_job("train", str(plain))
    choose("plain")
    run = create_ensemble("both", ["plain", other][::order], weights=weights)

    both = load_network(read_recipe(run), checkpoint_path(run, 0, ema=False)).eval()
    epoch = json.loads((runs / other / "choice.json").read_text())["epoch"]
    teller = load_network(read_recipe(runs / other), checkpoint_path(runs / other, epoch, ema=True)).eval()
    pictures = torch.from_numpy(np.random.default_rng(0).normal(0, 1, (6, 3, 32, 32)).astype(np.float32))
    with torch.inference_mode():
        if weights:
            teller.trunk = both.trunk
        said, told = both.companion(both.embed(pictures)), teller.companion(teller.embed(pictures))
    assert said.numpy() == pytest.approx(told.numpy(), abs=1e-3)


def test_second_heads_about_different_strangers_are_not_averaged(told_apart, runs, tmp_path):
    from training.engine.checkpoint import checkpoint_path
    from training.engine.network import load_network

    others = write_colours(tmp_path / "others")
    description = others / "metadata.csv"
    description.write_text(description.read_text().replace("Third Cartoon", "Fourth Cartoon"))
    options = {**TINY_RECIPE, "companion_weight": 1.0, "epochs": 1}
    other = create_run(name="other", folders=[others], options=options).folder
    run_job("train", str(other))
    choose("other")
    for name, members, weights in (("beside", ["second", "other"], False), ("soup", ["first", "other"], True)):
        run = create_ensemble(name, members, weights=weights)
        assert load_network(read_recipe(run), checkpoint_path(run, 0, ema=False)).companion is None
