"""Pictures of a batch lend one another their look: MixStyle (Zhou et al. 2021).

The mean and spread of each map of the first stages say how a picture looks (dark, pale, sharp) more than what it shows.
Mixed with those of another picture of the batch, a poster comes to look like an episode's frame and still is its show,
so the network learns what does not depend on the look. Only in training; nothing of it is kept.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

STAGES = 3
"""So many first stages mix, as in the paper's best networks."""
ALPHA = 0.1
"""Of the beta distribution: most pictures keep nearly all of their look, or take nearly all of another's."""


def mix_styles_of(trunk: Any, share: float) -> None:
    """Let a share of batches mix after each of the trunk's first stages.

    Raises:
        ValueError: the trunk has no stages that are known here.
    """
    stages = getattr(trunk, "blocks", None) or getattr(trunk, "stages", None)
    if stages is None or len(stages) < STAGES:
        raise ValueError("mix_style needs an architecture of stages, such as EfficientNet or ConvNeXt")
    for stage in list(stages)[:STAGES]:
        stage.register_forward_hook(_MixStyle(share))


class _MixStyle:
    """A hook that mixes the look of what a stage returned, (N, F, h, w)."""

    def __init__(self, share: float) -> None:
        self._share = share

    def __call__(self, stage: nn.Module, _: tuple[Any, ...], maps: Tensor) -> Tensor | None:
        if not stage.training or float(torch.rand(())) >= self._share:
            return None
        return mixed(maps, torch.randperm(len(maps)), _shares(len(maps)))


def mixed(maps: Tensor, others: Tensor, shares: Tensor) -> Tensor:
    """Give N pictures' maps (N, F, h, w) `shares` (N) of their own look and the rest of the look of `others` (N)."""
    shares = shares.to(maps).reshape(-1, 1, 1, 1)
    mean = maps.mean(dim=(2, 3), keepdim=True).detach()
    spread = (maps.var(dim=(2, 3), keepdim=True) + 1e-6).sqrt().detach()
    others = others.to(maps.device)
    new_mean = shares * mean + (1 - shares) * mean[others]
    new_spread = shares * spread + (1 - shares) * spread[others]
    return (maps - mean) / spread * new_spread + new_mean


def _shares(count: int) -> Tensor:
    return torch.distributions.Beta(ALPHA, ALPHA).sample((count,))
