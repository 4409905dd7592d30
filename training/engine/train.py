"""Train a run to its end, or from where it stopped.

    python -m training.engine.train RUN                                          # one process, GPU if there is one
    torchrun --standalone --nproc-per-node 2 -m training.engine.train RUN        # two processes

RUN is a folder with `recipe.json` and `manifest.csv`, made by `manage.py train`. Every epoch leaves a checkpoint and a
line in `metrics.jsonl`.
"""

from __future__ import annotations

import argparse
import errno
import fcntl
import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from tqdm import tqdm

from training.core.recipe import Recipe, read_recipe
from training.core.whole_file import replacing
from training.engine.augment import Augment, random_seed
from training.engine.checkpoint import save_checkpoint, save_state, whole_epochs
from training.engine.dataset import TrainingSet, read_pictures, stranger_count, write_skipped
from training.engine.distributed import Group, process_group
from training.engine.learner import Learner, create_learner, one_cycle
from training.engine.losses import Labels, PictureLosses, create_picture_losses, mixed_loss
from training.engine.network import normalisation
from training.engine.progress import ProgressWriter, memory_mb, write_failure
from training.engine.sampling import EpochSampler, create_loader
from training.engine.stopping import STOPPED, StoppedError, StopRequest
from training.engine.tensorboard import write_scalars


class TrainingError(RuntimeError):
    """Training cannot go on; the message says why."""


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    run = parser.parse_args().run
    stop = StopRequest()
    try:
        with process_group() as group, only_trainer(run, group):
            (run / "failure.json").unlink(missing_ok=True)
            train(run, read_recipe(run), group, stop)
    except StoppedError as stopped:
        print(f"{stopped}; `manage.py train --resume {run.name}` goes on", file=sys.stderr)
        sys.exit(STOPPED)
    except (TrainingError, ValueError, OSError, RuntimeError, MemoryError) as error:
        reason = reason_of(error)
        write_failure(run, reason, max(whole_epochs(run), default=None))
        sys.exit(f"training stopped: {reason}")


def reason_of(error: BaseException) -> str:
    """Return why training ended, in a sentence that says what to do where something can be done."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return f"the disk is full ({error}); every epoch before is whole: make room, then resume"
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)) or "can't allocate memory" in str(error):
        return (
            "out of memory; take a smaller --micro-batch-size, which changes nothing in what is learnt, "
            f"or a smaller --size ({str(error).splitlines()[0] if str(error) else 'no more was said'})"
        )
    if isinstance(error, (TrainingError, ValueError, OSError)):
        return str(error)
    return f"{type(error).__name__}: {error}"


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


@dataclass
class Trainer:
    """All that an epoch needs, in one place."""

    recipe: Recipe
    group: Group
    learner: Learner
    dataset: TrainingSet
    sampler: EpochSampler
    picture_losses: PictureLosses
    progress: ProgressWriter
    stop: StopRequest


def train(run: Path, recipe: Recipe, group: Group, stop: StopRequest) -> None:
    """Train from the newest whole epoch on, one checkpoint and one line of metrics an epoch."""
    if recipe.members:
        raise TrainingError(f"{recipe.name} is an ensemble, put together of networks that were trained before")
    learner = create_learner(recipe, group, strangers=stranger_count(run))
    first_epoch = learner.resume(run)
    if first_epoch >= recipe.epochs:
        return
    augment = Augment(recipe, *normalisation(recipe))
    dataset = TrainingSet(read_pictures(run, recipe, "train"), recipe, augment, quiet=not group.leads)
    sampler = EpochSampler(dataset.pictures, recipe, rank=group.rank, world=group.world)
    progress = ProgressWriter(run, recipe.epochs, recipe.batch_size)
    picture_losses = create_picture_losses(recipe, dataset.pictures)
    trainer = Trainer(recipe, group, learner, dataset, sampler, picture_losses, progress, stop)
    if group.leads:
        write_skipped(run, dataset.skipped)
    for epoch in range(first_epoch, recipe.epochs):
        loss = train_one_epoch(trainer, epoch)
        if group.leads:
            _finish_epoch(run, trainer, epoch, loss)
        group.wait()


def train_one_epoch(trainer: Trainer, epoch: int) -> float:
    """Take every optimiser step of an epoch; return the mean loss over all processes.

    Raises:
        StoppedError: somebody asked for an end; the step under way was taken.
        TrainingError: the loss is no number any more.
    """
    recipe, group, learner, steps = trainer.recipe, trainer.group, trainer.learner, trainer.sampler.steps
    trainer.dataset.epoch = trainer.sampler.epoch = epoch
    trainer.progress.start_epoch()
    learner.start_epoch(epoch, recipe)
    # Gradients are averaged over processes as they are computed; the wrapper holds no state of its own.
    taught: nn.Module = DistributedDataParallel(learner.taught) if group.world > 1 else learner.taught
    torch.manual_seed(random_seed(recipe.seed, epoch, group.rank))  # dropout's masks, the same after a restart
    share = recipe.batch_size // group.world  # this process's pictures of one step
    micro = math.gcd(share, recipe.micro_batch_size)
    parts = share // micro
    total = torch.zeros((), dtype=torch.float64)
    bar = tqdm(total=steps, desc=f"epoch {epoch}", unit="step", disable=None if group.leads else True)
    loader = create_loader(
        trainer.dataset, trainer.sampler, batch_size=micro, world=group.world, gpu=group.device.type == "cuda"
    )
    for index, (pictures, *labels) in enumerate(loader):
        step = index // parts
        if index % parts == 0:
            learner.optimizer.zero_grad(set_to_none=True)
        loss = step_loss(taught, pictures, Labels(*labels), recipe, group, losses=trainer.picture_losses) / parts
        if not torch.isfinite(loss):
            raise TrainingError(f"the loss became {loss.item()} in epoch {epoch}; the last epoch is kept")
        loss.backward()
        total += loss.detach().cpu()
        if index % parts == parts - 1:
            learner.step(one_cycle(epoch * steps + step, steps * recipe.epochs), recipe, epoch * steps + step)
            bar.update()
            if group.leads:
                trainer.progress.step(epoch, step + 1, steps, float(total) / (step + 1))
            trainer.stop.obey(group, epoch)
    bar.close()
    return float(group.sum(total)) / (steps * group.world)


def step_loss(
    taught: nn.Module, pictures: Tensor, labels: Labels, recipe: Recipe, group: Group, *, losses: PictureLosses
) -> Tensor:
    """Return the mean loss of a batch, in the recipe's precision."""
    device = group.device.type
    with torch.autocast(device, dtype=torch.bfloat16, enabled=recipe.halves(device)):
        logits, companion = taught(pictures.to(group.device, memory_format=torch.channels_last))
    labels = Labels(*(label.to(group.device) for label in labels))
    heard = None if companion is None else companion.float()
    return mixed_loss(logits.float(), heard, labels, recipe, losses)


def _finish_epoch(run: Path, trainer: Trainer, epoch: int, loss: float) -> None:
    """Write weights, then the line, then the state: what a killed process left half done is done again."""
    learner, seconds = trainer.learner, trainer.progress.seconds
    pictures = trainer.sampler.steps * trainer.recipe.batch_size
    line = {
        "epoch": epoch,
        "train_loss": loss,
        "learning_rate": learner.optimizer.param_groups[0]["lr"],
        "seconds": round(seconds, 1),
        "pictures": pictures,
        "pictures_per_second": round(pictures / seconds, 1),
        "memory_mb": memory_mb(),
        "skipped": len(trainer.dataset.skipped),
    }
    save_checkpoint(run, epoch, learner.network, learner.ema.module if learner.ema is not None else None, line)
    path = run / "metrics.jsonl"
    earlier = [] if not path.exists() else path.read_text(encoding="utf-8").splitlines()
    kept = [text for text in earlier if json.loads(text)["epoch"] < epoch]
    with replacing(path) as beside:
        beside.write_text("\n".join([*kept, json.dumps(line)]) + "\n", encoding="utf-8")
    write_scalars(run, "train", line)
    save_state(run, learner.state(epoch))


if __name__ == "__main__":
    main()
