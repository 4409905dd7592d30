"""What a network is told of its answers: the loss of one optimiser step."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from training.core.label_shares import LabelShares, label_shares
from training.core.recipe import Recipe
from training.engine.dataset import STRANGER, Pictures
from training.engine.tag_losses import TagLosses

IGNORED = -100


class Labels(NamedTuple):
    """What is true of N pictures: (N,) each, or (N, C) truths. `share` is the first's where two pictures were mixed."""

    target: Tensor
    companion: Tensor
    domain: Tensor
    other_target: Tensor
    other_companion: Tensor
    other_domain: Tensor
    share: Tensor


class PictureLosses(Protocol):
    """Losses (N,) of logits (N, C) against targets (N,), or truths (N, C), of pictures of domains (N,)."""

    def __call__(self, logits: Tensor, targets: Tensor, domains: Tensor) -> Tensor: ...


def create_picture_losses(recipe: Recipe, pictures: Pictures) -> PictureLosses:
    """Return the losses that a recipe asks for; `pictures` are all of the training ones, which weigh rare labels."""
    targets = pictures.targets
    if recipe.is_multiple:
        return TagLosses(recipe, (targets == 1).sum(axis=0))
    counts = pictures.known_counts(len(recipe.labels))
    return LabelLosses(recipe, label_shares(counts, pictures.domain_names, recipe.balanced_domains), counts.sum(axis=0))


def mixed_loss(
    logits: Tensor, companion_logits: Tensor | None, labels: Labels, recipe: Recipe, picture_losses: PictureLosses
) -> Tensor:
    """Return the mean loss of (N, C) logits and, with a companion head, of its (N, A) logits."""
    first = picture_losses(logits, labels.target, labels.domain)
    other = picture_losses(logits, labels.other_target, labels.other_domain)
    losses = labels.share * first + (1 - labels.share) * other
    if companion_logits is not None:
        first = _companion_losses(companion_logits, labels.companion, recipe)
        other = _companion_losses(companion_logits, labels.other_companion, recipe)
        losses = losses + recipe.companion_weight * (labels.share * first + (1 - labels.share) * other)
    return losses.mean()


class LabelLosses:
    """Cross-entropy (N,), where strangers' target is the flat distribution (Hendrycks et al. 2019)."""

    def __init__(self, recipe: Recipe, shares: LabelShares, counts: npt.NDArray[np.int64]) -> None:
        """`counts`: of each label's pictures; where the recipe balances them, rare ones weigh more, 1 on average."""
        self._recipe = recipe
        self._shifts = torch.from_numpy(shares.shifts)
        self._flat = torch.from_numpy(shares.flat)
        balance = recipe.class_balance
        self._weights = torch.from_numpy(balanced_weights(counts, balance)) if balance else None

    def __call__(self, logits: Tensor, targets: Tensor, domains: Tensor) -> Tensor:
        strangers = targets == STRANGER
        known = functional.cross_entropy(
            logits + self._shifts.to(logits)[domains],
            targets.masked_fill(strangers, IGNORED),
            ignore_index=IGNORED,
            label_smoothing=self._recipe.label_smoothing,
            reduction="none",
        )
        if self._weights is not None:
            known = known * self._weights.to(known)[targets.clamp_min(0)]
        flat = -(functional.log_softmax(logits, dim=1) * self._flat.to(logits)).sum(dim=1)
        return known + strangers * self._recipe.stranger_weight * flat


def balanced_weights(counts: npt.NDArray[np.int64], beta: float) -> npt.NDArray[np.float64]:
    """Return the weight of each label by its effective number of pictures (Cui et al. 2019), 1 in the mean picture."""
    counts = np.maximum(counts, 1)
    weights = (1 - beta) / (1 - beta**counts)
    return np.asarray(weights * counts.sum() / (weights * counts).sum())


def _companion_losses(logits: Tensor, targets: Tensor, recipe: Recipe) -> Tensor:
    return functional.cross_entropy(logits, targets, label_smoothing=recipe.label_smoothing, reduction="none")
