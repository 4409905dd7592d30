"""The network: a timm trunk, an embedding, and a linear layer over the labels."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.core.recipe import Recipe
from training.engine.timm_import import timm
from training.engine.weights import load_pretrained


class Network(nn.Module):
    """Returns logits (N, C) and the L2-normalised embedding (N, D) of pictures (N, 3, H, W)."""

    def __init__(self, architecture: str, *, labels: int, embedding: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.trunk = timm.create_model(architecture, num_classes=0)
        features: Any = self.trunk.num_features
        self.neck = nn.Linear(features, embedding)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(embedding, labels)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        pooled = self.trunk(pictures)  # (N, F)
        embedding = self.neck(self.dropout(pooled))  # (N, D)
        return self.head(embedding), functional.normalize(embedding, dim=1)


def create_network(recipe: Recipe, *, pretrained: bool = True) -> Network:
    """Build the recipe's network, its trunk from pretrained weights where the recipe names some.

    Raises:
        ValueError: timm knows no such architecture, or the weights do not fit it.
    """
    if not timm.is_model(recipe.architecture):
        near = ", ".join(timm.list_models(f"*{recipe.architecture.split('_')[-1]}*")[:5])
        raise ValueError(
            f"timm knows no architecture {recipe.architecture!r}" + (f"; near it are {near}" if near else "")
        )
    torch.manual_seed(recipe.seed)  # the new layers start the same on every process
    network = Network(
        recipe.architecture, labels=len(recipe.labels), embedding=recipe.embedding, dropout=recipe.dropout
    )
    if pretrained:
        load_pretrained(network.trunk, recipe.architecture, recipe.pretrained)
    return network


def normalisation(recipe: Recipe) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Return mean and standard deviation that the architecture's weights expect."""
    config = timm.get_pretrained_cfg(recipe.architecture)
    if config is None:
        return (0.5, 0.5, 0.5), (0.5, 0.5, 0.5)
    (red, green, blue), (red_std, green_std, blue_std) = config.mean, config.std
    return (red, green, blue), (red_std, green_std, blue_std)
