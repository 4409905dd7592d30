"""The network as a recipe asks for it. What it is made of stands where serving builds it, too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

import training.engine.architectures  # noqa: F401 (timm knows our own ones once they are imported)
from classifier.core.model_card import read_card
from classifier.predictors.timm_network import Network, strangers_in, trunk_names
from training.core.recipe import Recipe, read_recipe
from training.engine.timm_import import timm
from training.engine.weights import load_pretrained

__all__ = ["Network", "create_network", "load_network", "normalisation"]


def create_network(recipe: Recipe, *, pretrained: bool = True, strangers: int = 0) -> Network:
    """Build the recipe's network, its trunk from pretrained weights where the recipe names some.

    `strangers`: how many shows that are not to be known its second head tells apart; 0 for no such head.

    Raises:
        ValueError: timm knows no such architecture, or the weights do not fit it.
    """
    for name in trunk_names(recipe.architecture):
        if not timm.is_model(name):
            near = ", ".join(timm.list_models(f"*{name.split('_')[-1]}*")[:5])
            raise ValueError(f"timm knows no architecture {name!r}" + (f"; near it are {near}" if near else ""))
    torch.manual_seed(recipe.seed)  # the new layers start the same on every process
    network = Network(
        recipe.architecture,
        labels=len(recipe.labels),
        embedding=recipe.embedding,
        strangers=strangers,
        dropout=recipe.dropout,
    )
    if pretrained and is_same_network(Path(recipe.pretrained), recipe):
        _take_over(network, load_file(recipe.pretrained))
    elif pretrained:
        load_pretrained(network.trunk, recipe.architecture, recipe.pretrained)
    return network


def load_network(recipe: Recipe, path: Path) -> Network:
    """Build the recipe's network with the weights of a checkpoint, and with a second head where it holds one."""
    weights = load_file(path)
    network = create_network(recipe, pretrained=False, strangers=strangers_in(weights))
    network.load_state_dict(weights)
    return network


def _take_over(network: Network, weights: Mapping[str, Tensor]) -> None:
    """Load weights of the same labels and layers; a second head about other strangers starts anew."""
    own = network.state_dict()
    network.load_state_dict(
        own | {name: one for name, one in weights.items() if name in own and own[name].shape == one.shape}
    )


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
