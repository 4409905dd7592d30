"""The loss of a network with several labels: binary, for rare labels, with labels of which only one can be true."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from training.core.recipe import Recipe
from training.core.vocabulary import exclusive_places

FOCUS = 4.0
"""How fast an asymmetric loss forgets labels that are rightly denied (gamma minus of Ridnik et al. 2021)."""
MARGIN = 0.05
"""A label denied with less than this is forgotten altogether."""


class TagLosses:
    """Losses (N,) of logits (N, C) against truths (N, C): 1, 0, and -1 where nobody said.

    What nobody said is denied with the recipe's `unsaid_weight`; at 0 it teaches nothing.

    Within a group of which one label at most can be true, such as colours of eyes, the truth is softened towards the
    others (people take aqua for blue), and a softmax over the group may be learnt beside the single answers.
    """

    def __init__(self, recipe: Recipe, counts: npt.NDArray[np.int64]) -> None:
        """`counts`: how many training pictures have each label."""
        self._recipe = recipe
        self._groups = [torch.tensor(group) for group in exclusive_places(recipe.labels)]
        self._weights = torch.ones(len(recipe.labels))
        if recipe.class_balance:
            weights = (1 - recipe.class_balance) / (1 - recipe.class_balance ** np.maximum(counts, 1))
            self._weights = torch.from_numpy(weights / weights.mean()).float()

    def __call__(self, logits: Tensor, targets: Tensor, domains: Tensor) -> Tensor:
        del domains  # tags are judged one by one: none is contrasted with another
        heard = torch.where(targets >= 0, 1.0, self._recipe.unsaid_weight).to(logits)
        wanted = self._softened(targets).to(logits)
        each = self._asymmetric(logits, wanted) if self._recipe.loss == "asymmetric" else _binary(logits, wanted)
        losses = (each * heard * self._weights.to(logits)).sum(dim=1)
        if self._recipe.group_weight:
            losses = losses + self._recipe.group_weight * self._group_losses(logits, targets)
        return losses

    def _softened(self, targets: Tensor) -> Tensor:
        wanted = targets.clamp_min(0).float()
        for group in self._groups:
            inside = group.to(targets.device)
            heard = (targets[:, inside] >= 0).float()
            has_one = wanted[:, inside].sum(dim=1, keepdim=True) == 1
            others = (heard - wanted[:, inside]).clamp_min(0)
            shared = self._recipe.label_smoothing * others / others.sum(dim=1, keepdim=True).clamp_min(1)
            soft = wanted[:, inside] * (1 - self._recipe.label_smoothing) + shared
            wanted[:, inside] = torch.where(has_one, soft, wanted[:, inside])
        return wanted

    def _asymmetric(self, logits: Tensor, wanted: Tensor) -> Tensor:
        shares = torch.sigmoid(logits)
        shifted = (shares - MARGIN).clamp_min(0)
        affirmed = wanted * functional.logsigmoid(logits)
        denied = (1 - wanted) * shifted**FOCUS * torch.log1p(-shifted.clamp_max(1 - 1e-6))
        return -(affirmed + denied)

    def _group_losses(self, logits: Tensor, targets: Tensor) -> Tensor:
        losses = torch.zeros_like(logits[:, 0])
        for group in self._groups:
            inside = group.to(targets.device)
            truth = targets[:, inside]
            counted = (truth == 1).sum(dim=1) == 1
            racing = logits[:, inside].masked_fill(truth < 0, -1e4)  # nobody said of these, so they take no part
            log_shares = functional.log_softmax(racing, dim=1)
            wanted = self._softened(targets)[:, inside].to(logits)
            losses = losses - counted * (wanted * log_shares.masked_fill(truth < 0, 0.0)).sum(dim=1)
        return losses


def _binary(logits: Tensor, wanted: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
