"""What timm's trunks have in common, for trunks that are not timm's."""

from __future__ import annotations

from torch import Tensor, nn


class Trunk(nn.Module):
    """Pictures (N, 3, H, W) of any size to features (N, F): `num_features` is F."""

    num_features: int

    def forward_features(self, pictures: Tensor) -> Tensor:
        """Return what is pooled: maps (N, F, h, w), or features (N, F)."""
        raise NotImplementedError

    def forward_head(self, features: Tensor, pre_logits: bool = False) -> Tensor:
        """Return features (N, F); there is no classifier, so `pre_logits` changes nothing."""
        return features.mean(dim=(2, 3)) if features.ndim == 4 else features

    def forward(self, pictures: Tensor) -> Tensor:
        return self.forward_head(self.forward_features(pictures))
