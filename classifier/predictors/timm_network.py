"""The network, for training and for the torch predictor: a timm trunk, an embedding, a linear layer over the labels."""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn
from torch.nn import functional

from classifier.predictors.timm_import import timm


class Network(nn.Module):
    """Returns logits (N, C) and the L2-normalised embedding (N, D) of pictures (N, 3, H, W)."""

    trunk: Any  # timm's, whose attributes have no types

    def __init__(self, architecture: str, *, labels: int, embedding: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.trunk = timm.create_model(architecture, num_classes=0)
        # Some trunks (VGG) end in dense layers wider than their maps.
        pooled = getattr(self.trunk, "head_hidden_size", self.trunk.num_features)
        self.neck = nn.Linear(pooled, embedding)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(embedding, labels)

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
        return self.head(embedding), functional.normalize(embedding, dim=1)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        return self.classify(self.trunk(pictures))
