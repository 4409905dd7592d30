"""What changes while a network learns: its weights, their moving average, the optimiser's state."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.core.recipe import Recipe
from training.engine.checkpoint import checkpoint_path, load_state, load_weights
from training.engine.distributed import Group, place
from training.engine.network import Network, create_network
from training.engine.timm_import import ModelEmaV3

MAX_GRADIENT_NORM = 5.0
TRUNK = "network.trunk."


class Taught(nn.Module):
    """A network as a step's gradients are taken of it: each of its heads speaks for itself."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor | None]:
        """Return logits (N, C) and, with a companion, its logits (N, A)."""
        embedding, companion = self.network.embed(pictures), self.network.companion
        return self.network.head(embedding), None if companion is None else companion(embedding)


@dataclass(frozen=True)
class Learner:
    """A network in training. `ema` is None where the recipe keeps no average."""

    taught: Taught
    ema: ModelEmaV3 | None
    optimizer: torch.optim.Optimizer

    @property
    def network(self) -> Network:
        """The network itself, without what only teaches it."""
        return self.taught.network

    def start_epoch(self, epoch: int, recipe: Recipe) -> None:
        """Make ready to learn; as long as the trunk is frozen, its statistics stand still, too."""
        frozen = epoch < recipe.frozen_epochs
        self.taught.train()
        self.network.trunk.train(not frozen).requires_grad_(not frozen)

    def step(self, share: float, recipe: Recipe, step: int) -> None:
        """Take one optimiser step at `share` of the peak learning rate."""
        for group in self.optimizer.param_groups:
            group["lr"] = share * recipe.learning_rate * group.get("rate", 1.0)
        nn.utils.clip_grad_norm_(self.taught.parameters(), MAX_GRADIENT_NORM)
        self.optimizer.step()
        if self.ema is not None:
            self.ema.update(self.network, step=step)

    def state(self, epoch: int) -> dict[str, Any]:
        """Return what `resume` needs beside the checkpoint of the epoch."""
        return {"epoch": epoch, "optimizer": self.optimizer.state_dict()}

    def resume(self, run: Path) -> int:
        """Go back to the newest whole epoch; return the epoch to train next."""
        state = load_state(run)
        if state is None:
            return 0
        epoch = int(state["epoch"])
        load_weights(self.network, checkpoint_path(run, epoch, ema=False))
        if self.ema is not None:
            load_weights(self.ema.module, checkpoint_path(run, epoch, ema=True))
        self.optimizer.load_state_dict(state["optimizer"])
        return epoch + 1


def create_learner(recipe: Recipe, group: Group, *, strangers: int = 0) -> Learner:
    """Build what the recipe describes, on the group's device; `strangers` is how many labels are not to be known."""
    network = create_network(recipe, strangers=strangers if recipe.companion_weight else 0)
    taught = place(Taught(network), group.device)
    ema = ModelEmaV3(taught.network, decay=recipe.ema_decay, use_warmup=True) if recipe.ema_decay else None
    return Learner(taught, ema, create_optimizer(taught, recipe))


def create_optimizer(taught: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    """AdamW, with weight decay on matrices and kernels only, not on biases and norms; the trunk at its own rate."""
    named = list(taught.named_parameters())
    if recipe.trunk_rate == 1:
        return torch.optim.AdamW(_groups(named, recipe), lr=recipe.learning_rate)
    new = [(name, parameter) for name, parameter in named if not name.startswith(TRUNK)]
    trunk = [(name, parameter) for name, parameter in named if name.startswith(TRUNK)]
    slow = [group | {"rate": recipe.trunk_rate} for group in _groups(trunk, recipe)]
    return torch.optim.AdamW([*_groups(new, recipe), *slow], lr=recipe.learning_rate)


def _groups(named: Sequence[tuple[str, nn.Parameter]], recipe: Recipe) -> list[dict[str, Any]]:
    decayed = [parameter for _, parameter in named if parameter.ndim > 1]
    others = [parameter for _, parameter in named if parameter.ndim <= 1]
    return [{"params": decayed, "weight_decay": recipe.weight_decay}, {"params": others, "weight_decay": 0.0}]


def one_cycle(step: int, steps: int, *, warm_up: float = 0.15) -> float:
    """Return the share of the peak learning rate at a step: a linear rise, then a cosine fall to almost 0."""
    rise = max(1, round(warm_up * steps))
    if step < rise:
        return 0.04 + 0.96 * step / rise
    return 0.001 + 0.999 * 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise)))
