"""Train a run to its end, or from where it stopped.

    python -m training.engine.train RUN                                          # one process, GPU if there is one
    torchrun --standalone --nproc-per-node 2 -m training.engine.train RUN        # two processes

RUN is a folder with `recipe.json` and `manifest.csv`, made by `manage.py train`. Every epoch leaves a checkpoint and a
line in `metrics.jsonl`.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import math
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader
from tqdm import tqdm

from training.core.recipe import Recipe, read_recipe
from training.core.whole_file import replacing
from training.engine.augment import Augment, random_seed
from training.engine.checkpoint import checkpoint_path, load_state, load_weights, save_checkpoint, save_state
from training.engine.dataset import STRANGER, EpochSampler, TrainingSet, read_pictures
from training.engine.distributed import Group, place, process_group
from training.engine.network import Network, create_network, normalisation
from training.engine.timm_import import ModelEmaV3

MAX_GRADIENT_NORM = 5.0


class TrainingError(RuntimeError):
    """Training cannot go on; the message says why."""


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    run = parser.parse_args().run
    try:
        with process_group() as group, only_trainer(run, group):
            train(run, read_recipe(run), group)
    except (TrainingError, ValueError, OSError) as error:
        sys.exit(f"training stopped: {error}")


@dataclass(frozen=True)
class Learner:
    """What changes while a network learns: its weights, their moving average, the optimiser's state."""

    network: Network
    ema: ModelEmaV3 | None
    optimizer: torch.optim.Optimizer


@contextmanager
def only_trainer(run: Path, group: Group) -> Iterator[None]:
    """Hold a lock on the run, which the system lets go of however the process ends."""
    with (run / "lock").open("w") as file:
        if group.leads:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise TrainingError(f"another process is training {run.name} already") from error
        yield


def train(run: Path, recipe: Recipe, group: Group) -> None:
    """Train from the newest whole epoch on, one checkpoint and one line of metrics an epoch."""
    learner = create_learner(recipe, group)
    first_epoch = _resume(run, learner)
    if first_epoch >= recipe.epochs:
        return
    augment = Augment(recipe, *normalisation(recipe))
    dataset = TrainingSet(read_pictures(run, recipe, "train"), recipe, augment, quiet=not group.leads)
    sampler = EpochSampler(
        len(dataset), batch_size=recipe.batch_size, seed=recipe.seed, rank=group.rank, world=group.world
    )
    for epoch in range(first_epoch, recipe.epochs):
        dataset.epoch = sampler.epoch = epoch
        started = time.monotonic()
        loss = train_one_epoch(learner, dataset, sampler, recipe, group)
        if group.leads:
            line = {
                "epoch": epoch,
                "train_loss": loss,
                "learning_rate": learner.optimizer.param_groups[0]["lr"],
                "seconds": round(time.monotonic() - started, 1),
                "pictures": sampler.steps * recipe.batch_size,
            }
            _finish_epoch(run, learner, line)
        group.wait()


def create_learner(recipe: Recipe, group: Group) -> Learner:
    """Build what the recipe describes, on the group's device."""
    network = place(create_network(recipe), group.device)
    ema = ModelEmaV3(network, decay=recipe.ema_decay, use_warmup=True) if recipe.ema_decay else None
    return Learner(network, ema, create_optimizer(network, recipe))


def train_one_epoch(
    learner: Learner, dataset: TrainingSet, sampler: EpochSampler, recipe: Recipe, group: Group
) -> float:
    """Take every optimiser step of an epoch; return the mean loss over all processes."""
    # Gradients are averaged over processes as they are computed; the wrapper holds no state of its own.
    network: nn.Module = DistributedDataParallel(learner.network) if group.world > 1 else learner.network
    network.train()
    torch.manual_seed(random_seed(recipe.seed, sampler.epoch, group.rank))  # dropout's masks, the same after a restart
    share = recipe.batch_size // group.world  # this process's pictures of one step
    micro = math.gcd(share, recipe.micro_batch_size)
    parts = share // micro
    total = torch.zeros((), dtype=torch.float64)
    bar = tqdm(total=sampler.steps, desc=f"epoch {sampler.epoch}", unit="step", disable=None if group.leads else True)
    for index, (pictures, targets) in enumerate(DataLoader(dataset, batch_size=micro, sampler=sampler)):
        step = sampler.epoch * sampler.steps + index // parts
        if index % parts == 0:
            learner.optimizer.zero_grad(set_to_none=True)
        loss = _loss(network, pictures.to(group.device), targets.to(group.device), recipe) / parts
        if not torch.isfinite(loss):
            raise TrainingError(f"the loss became {loss.item()} in epoch {sampler.epoch}; the last epoch is kept")
        loss.backward()
        total += loss.detach().cpu()
        if index % parts == parts - 1:
            _step(learner, step, sampler.steps * recipe.epochs, recipe)
            bar.update()
    bar.close()
    return float(group.sum(total)) / (sampler.steps * group.world)


def _step(learner: Learner, step: int, steps: int, recipe: Recipe) -> None:
    set_learning_rate(learner.optimizer, one_cycle(step, steps) * recipe.learning_rate)
    nn.utils.clip_grad_norm_(learner.network.parameters(), MAX_GRADIENT_NORM)
    learner.optimizer.step()
    if learner.ema is not None:
        learner.ema.update(learner.network, step=step)


def _loss(network: nn.Module, pictures: Tensor, targets: Tensor, recipe: Recipe) -> Tensor:
    with torch.autocast("cuda", dtype=torch.bfloat16, enabled=pictures.is_cuda):
        logits, _ = network(pictures.to(memory_format=torch.channels_last))
    return outlier_exposure(logits.float(), targets, recipe)


def outlier_exposure(logits: Tensor, targets: Tensor, recipe: Recipe) -> Tensor:
    """Cross-entropy of (N, C) logits, where strangers' target is the flat distribution (Hendrycks et al. 2019)."""
    strangers = targets == STRANGER
    known = functional.cross_entropy(
        logits, targets, ignore_index=STRANGER, label_smoothing=recipe.label_smoothing, reduction="none"
    )
    flat = -functional.log_softmax(logits, dim=1).mean(dim=1)
    return torch.where(strangers, recipe.stranger_weight * flat, known).mean()


def one_cycle(step: int, steps: int, *, warm_up: float = 0.15) -> float:
    """Return the share of the peak learning rate at a step: a linear rise, then a cosine fall to almost 0."""
    rise = max(1, round(warm_up * steps))
    if step < rise:
        return 0.04 + 0.96 * step / rise
    return 0.001 + 0.999 * 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise)))


def set_learning_rate(optimizer: torch.optim.Optimizer, learning_rate: float) -> None:
    """Set the rate of every parameter group."""
    for group in optimizer.param_groups:
        group["lr"] = learning_rate


def create_optimizer(network: Network, recipe: Recipe) -> torch.optim.Optimizer:
    """AdamW, with weight decay on matrices and kernels only, not on biases and norms."""
    decayed = [parameter for parameter in network.parameters() if parameter.ndim > 1]
    others = [parameter for parameter in network.parameters() if parameter.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": recipe.weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=recipe.learning_rate)


def _resume(run: Path, learner: Learner) -> int:
    """Go back to the newest whole epoch; return the epoch to train next."""
    state = load_state(run)
    if state is None:
        return 0
    epoch = int(state["epoch"])
    load_weights(learner.network, checkpoint_path(run, epoch, ema=False))
    if learner.ema is not None:
        load_weights(learner.ema.module, checkpoint_path(run, epoch, ema=True))
    learner.optimizer.load_state_dict(state["optimizer"])
    return epoch + 1


def _finish_epoch(run: Path, learner: Learner, line: dict[str, Any]) -> None:
    """Write weights, then the line, then the state: what a killed process left half done is done again."""
    epoch = line["epoch"]
    save_checkpoint(run, epoch, learner.network, learner.ema.module if learner.ema is not None else None, line)
    path = run / "metrics.jsonl"
    earlier = [] if not path.exists() else path.read_text(encoding="utf-8").splitlines()
    kept = [text for text in earlier if json.loads(text)["epoch"] < epoch]
    with replacing(path) as beside:
        beside.write_text("\n".join([*kept, json.dumps(line)]) + "\n", encoding="utf-8")
    save_state(run, {"epoch": epoch, "optimizer": learner.optimizer.state_dict()})


if __name__ == "__main__":
    main()
