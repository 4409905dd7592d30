"""What a network is told of its answers: the loss of one optimiser step."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from training.core.recipe import Recipe
from training.engine.dataset import STRANGER
from training.engine.tag_losses import TagLosses

IGNORED = -100


class Labels(NamedTuple):
    """What is true of N pictures: (N,) each, or (N, C) truths. `share` is the first's where two pictures were mixed."""

    target: Tensor
    companion: Tensor
    other_target: Tensor
    other_companion: Tensor
    share: Tensor


class PictureLosses(Protocol):
    """Losses (N,) of logits (N, C) against targets (N,), or truths (N, C)."""

    def __call__(self, logits: Tensor, targets: Tensor) -> Tensor: ...


def create_picture_losses(recipe: Recipe, targets: npt.NDArray[np.int64]) -> PictureLosses:
    """Return the losses that a recipe asks for; `targets` are all of the training pictures, which weigh rare labels."""
    if recipe.is_multiple:
        return TagLosses(recipe, (targets == 1).sum(axis=0))
    counts = np.bincount(targets[targets >= 0], minlength=len(recipe.labels))
    return LabelLosses(recipe, counts if recipe.class_balance else None)


def mixed_loss(
    logits: Tensor, companion_logits: Tensor | None, labels: Labels, recipe: Recipe, picture_losses: PictureLosses
) -> Tensor:
    """Return the mean loss of (N, C) logits and, with a companion head, of its (N, A) logits."""
    first = picture_losses(logits, labels.target)
    losses = labels.share * first + (1 - labels.share) * picture_losses(logits, labels.other_target)
    if companion_logits is not None:
        own = _companion_losses(companion_logits, labels.companion, recipe)
        other = _companion_losses(companion_logits, labels.other_companion, recipe)
        losses = losses + recipe.companion_weight * (labels.share * own + (1 - labels.share) * other)
    return losses.mean()


class LabelLosses:
    """Cross-entropy (N,), where strangers' target is the flat distribution (Hendrycks et al. 2019)."""

    def __init__(self, recipe: Recipe, counts: npt.NDArray[np.int64] | None = None) -> None:
        """With the counts of each label's pictures, rare labels weigh more, a picture 1 on average."""
        self._recipe = recipe
        self._weights = None if counts is None else torch.from_numpy(balanced_weights(counts, recipe.class_balance))

    def __call__(self, logits: Tensor, targets: Tensor) -> Tensor:
        strangers = targets == STRANGER
        known = functional.cross_entropy(
            logits,
            targets.masked_fill(strangers, IGNORED),
            ignore_index=IGNORED,
            label_smoothing=self._recipe.label_smoothing,
            reduction="none",
        )
        if self._weights is not None:
            known = known * self._weights.to(known)[targets.clamp_min(0)]
        flat = -functional.log_softmax(logits, dim=1).mean(dim=1)
        return known + strangers * self._recipe.stranger_weight * flat


def balanced_weights(counts: npt.NDArray[np.int64], beta: float) -> npt.NDArray[np.float64]:
    """Return the weight of each label by its effective number of pictures (Cui et al. 2019), 1 in the mean picture."""
    counts = np.maximum(counts, 1)
    weights = (1 - beta) / (1 - beta**counts)
    return np.asarray(weights * counts.sum() / (weights * counts).sum())


def _companion_losses(logits: Tensor, targets: Tensor, recipe: Recipe) -> Tensor:
    return functional.cross_entropy(logits, targets, label_smoothing=recipe.label_smoothing, reduction="none")
