"""The network, for training and for the torch predictor: a timm trunk, an embedding, a linear layer over the labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from classifier.core.model_card import BESIDE
from classifier.predictors.timm_import import timm


class Network(nn.Module):
    """Returns logits (N, C) and the L2-normalised embedding (N, D) of pictures (N, 3, H, W).

    With `strangers`, a second head tells apart the labels and so many shows that are not to be known. What it says
    moves the logits of a picture together, which changes no probability: their energy, the logarithm of the sum of
    their exponentials, is then the log-odds that the picture is of a known label. A class for what is unknown, learnt
    from examples (Dhamija et al. 2018), which spreads over many, because strangers look less alike than the known.
    """

    trunk: Any  # timm's, whose attributes have no types

    def __init__(
        self, architecture: str, *, labels: int, embedding: int, strangers: int = 0, dropout: float = 0.0
    ) -> None:
        super().__init__()
        trunks = [timm.create_model(name, num_classes=0) for name in trunk_names(architecture)]
        self.trunk = trunks[0] if len(trunks) == 1 else SideBySide(trunks)
        self.neck = nn.Linear(pooled_width(self.trunk), embedding)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(embedding, labels)
        self.companion = nn.Linear(embedding, labels + strangers) if strangers else None

    def features(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Return the trunk's maps (N, F, h, w; other shapes where it is no convolutional one), and them pooled."""
        features: Tensor = self.trunk.forward_features(pictures)
        return features, self.trunk.forward_head(features, pre_logits=True)

    def embed(self, pictures: Tensor) -> Tensor:
        """Return the embedding (N, D) as the head reads it, not yet scaled to length 1."""
        embedding: Tensor = self.neck(self.dropout(self.trunk(pictures)))
        return embedding

    def classify(self, pooled: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits and embedding of pooled features (N, F)."""
        embedding = self.neck(self.dropout(pooled))
        logits = self.head(embedding)
        if self.companion is not None:
            known, strange = self.companion(embedding).tensor_split([logits.shape[1]], dim=1)
            log_odds = known.logsumexp(dim=1, keepdim=True) - strange.logsumexp(dim=1, keepdim=True)
            logits = logits - logits.logsumexp(dim=1, keepdim=True) + log_odds
        return logits, functional.normalize(embedding, dim=1)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        return self.classify(self.trunk(pictures))


def strangers_in(weights: Mapping[str, Tensor]) -> int:
    """Return how many shows that are not to be known a network's weights tell apart; 0 without a second head."""
    return len(weights["companion.bias"]) - len(weights["head.bias"]) if "companion.bias" in weights else 0


class SideBySide(nn.Module):
    """Several trunks that look at the same picture; their maps, and what is pooled of them, follow one another.

    Their maps must have one grid: (N, F1, h, w) and (N, F2, h, w) become (N, F1 + F2, h, w).
    """

    def __init__(self, trunks: Sequence[Any]) -> None:
        super().__init__()
        self.trunks = nn.ModuleList(trunks)
        self.num_features = sum(trunk.num_features for trunk in trunks)
        self.head_hidden_size = sum(pooled_width(trunk) for trunk in trunks)

    def forward_features(self, pictures: Tensor) -> Tensor:
        return torch.cat([trunk.forward_features(pictures) for trunk in self._each()], dim=1)

    def forward_head(self, features: Tensor, pre_logits: bool = False) -> Tensor:
        maps = features.split([trunk.num_features for trunk in self._each()], dim=1)
        pooled = [trunk.forward_head(one, pre_logits=pre_logits) for trunk, one in zip(self._each(), maps, strict=True)]
        return torch.cat(pooled, dim=1)

    def forward(self, pictures: Tensor) -> Tensor:
        return torch.cat([trunk(pictures) for trunk in self._each()], dim=1)

    def _each(self) -> list[Any]:
        """Return the trunks without the type that a module list would give them."""
        return list(self.trunks)


def trunk_names(architecture: str) -> tuple[str, ...]:
    """Return the names that timm knows the trunks of an architecture by."""
    return tuple(architecture.split(BESIDE))


def pooled_width(trunk: Any) -> int:
    """Return how many features a trunk pools; some (VGG) end in dense layers wider than their maps."""
    return int(getattr(trunk, "head_hidden_size", trunk.num_features))
