"""The network as a recipe asks for it. What it is made of stands where serving builds it, too."""

from __future__ import annotations

from pathlib import Path

import torch

import training.engine.architectures  # noqa: F401 (timm knows our own ones once they are imported)
from classifier.core.model_card import read_card
from classifier.predictors.timm_network import Network, trunk_names
from training.core.recipe import Recipe, read_recipe
from training.engine.checkpoint import load_weights
from training.engine.timm_import import timm
from training.engine.weights import load_pretrained

__all__ = ["Network", "create_network", "normalisation"]


def create_network(recipe: Recipe, *, pretrained: bool = True) -> Network:
    """Build the recipe's network, its trunk from pretrained weights where the recipe names some.

    Raises:
        ValueError: timm knows no such architecture, or the weights do not fit it.
    """
    for name in trunk_names(recipe.architecture):
        if not timm.is_model(name):
            near = ", ".join(timm.list_models(f"*{name.split('_')[-1]}*")[:5])
            raise ValueError(f"timm knows no architecture {name!r}" + (f"; near it are {near}" if near else ""))
    torch.manual_seed(recipe.seed)  # the new layers start the same on every process
    network = Network(
        recipe.architecture, labels=len(recipe.labels), embedding=recipe.embedding, dropout=recipe.dropout
    )
    if pretrained and is_same_network(Path(recipe.pretrained), recipe):
        load_weights(network, Path(recipe.pretrained))
    elif pretrained:
        load_pretrained(network.trunk, recipe.architecture, recipe.pretrained)
    return network


def is_same_network(weights: Path, recipe: Recipe) -> bool:
    """Tell whether weights are of a network with the same labels and layers: then all of it is taken over.

    They may be a run's checkpoint, or the file of a version that was exported.
    """
    return _labels_and_layers(weights) == (recipe.labels, recipe.architecture, recipe.embedding)


def _labels_and_layers(weights: Path) -> tuple[tuple[str, ...], str, int] | None:
    if not weights.is_file():
        return None
    run, version = weights.parent.parent, weights.parent
    if weights.parent.name == "checkpoints" and (run / "recipe.json").exists():
        theirs = read_recipe(run)
        return theirs.labels, theirs.architecture, theirs.embedding
    if (version / "model.json").exists():
        card = read_card(version)
        return card.labels, card.architecture, card.outputs["embedding"]
    return None


def normalisation(recipe: Recipe) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Return mean and standard deviation that the architecture's weights expect.

    Raises:
        ValueError: trunks that look at the same picture expect different ones.
    """
    expected = {_expected_by(name) for name in trunk_names(recipe.architecture)}
    if len(expected) > 1:
        raise ValueError(f"the networks of {recipe.architecture} expect pictures normalised in different ways")
    return expected.pop()


def _expected_by(architecture: str) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    config = timm.get_pretrained_cfg(architecture)
    if config is None:
        return (0.5, 0.5, 0.5), (0.5, 0.5, 0.5)
    (red, green, blue), (red_std, green_std, blue_std) = config.mean, config.std
    return (red, green, blue), (red_std, green_std, blue_std)
