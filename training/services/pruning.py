"""Making room: weights go that nobody will ask for again; what was chosen, promoted or is needed to go on stays."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from training.core.condition import Condition
from training.core.pruning import PRUNED, pruned_epochs, removable_epochs
from training.core.whole_file import write_json
from training.models import TrainingRun
from training.services.runs import RunError
from training.services.sync import sync_run, sync_runs


@dataclass(frozen=True)
class Pruned:
    """What went from a run, or would."""

    name: str
    epochs: tuple[int, ...]
    bytes: int


def removable(run: TrainingRun) -> tuple[tuple[int, ...], int]:
    """List the epochs whose weights can go, and the bytes that pruning would free.

    The state to go on from goes, too, once a run reached its last epoch and was chosen from.
    """
    checkpoints = list(run.checkpoints.all())
    kept = [checkpoint for checkpoint in checkpoints if checkpoint.is_kept]
    chosen = next((checkpoint.epoch for checkpoint in checkpoints if checkpoint.is_chosen), None)
    if run.job_state:
        return (), 0
    epochs = removable_epochs(
        Condition(run.condition),
        epochs=[checkpoint.epoch for checkpoint in kept],
        last=run.epochs - 1,
        chosen=chosen,
        promoted=[checkpoint.epoch for checkpoint in kept if checkpoint.version_id is not None],
    )
    files = [path for epoch in epochs for path in _weights(run.folder, epoch)]
    if chosen is not None and not run.is_running:
        files += _state_of_finished(run)
    return epochs, sum(path.stat().st_size for path in files)


def prune_run(run: TrainingRun, *, dry_run: bool = False) -> Pruned:
    """Remove the weights that can go; scores, curves and the choice stay.

    The marker of a whole epoch goes first, so that a run stopped in the middle never holds half an epoch.

    Raises:
        RunError: the run is at work.
    """
    fresh = sync_run(run.name) or run
    if fresh.is_busy:
        raise RunError(f"{run.name} is busy; nothing is taken from a run at work.")
    epochs, size = removable(fresh)
    if size and not dry_run:
        gone = sorted({*pruned_epochs(fresh.folder), *epochs})
        write_json(fresh.folder / PRUNED, {"epochs": gone, "when": timezone.now().isoformat(timespec="seconds")})
        for epoch in epochs:
            _marker(fresh.folder, epoch).unlink(missing_ok=True)
            for path in _weights(fresh.folder, epoch):
                with contextlib.suppress(FileNotFoundError):
                    path.unlink()
        for path in _state_of_finished(fresh):
            path.unlink()
        sync_run(fresh.name)
    return Pruned(fresh.name, epochs, size)


def prune_runs(names: Sequence[str] = (), *, dry_run: bool = False) -> list[Pruned]:
    """Prune these runs, or all; a run at work is passed over, unless it was named.

    Raises:
        RunError: a named run is not there, or is at work.
    """
    sync_runs()
    found = TrainingRun.objects.order_by("name").prefetch_related("checkpoints")
    if names:
        found = found.filter(name__in=names)
        missing = sorted(set(names) - {run.name for run in found})
        if missing:
            raise RunError(f"there is no run {', '.join(missing)}")
    return [prune_run(run, dry_run=dry_run) for run in found if names or not run.is_busy]


def _marker(run: Path, epoch: int) -> Path:
    return run / "checkpoints" / f"epoch-{epoch:03d}.json"


def _weights(run: Path, epoch: int) -> list[Path]:
    return sorted((run / "checkpoints").glob(f"epoch-{epoch:03d}*.safetensors"))


def _state_of_finished(run: TrainingRun) -> list[Path]:
    """Return the state of a run that has nothing to go on to."""
    state = run.folder / "state.pt"
    return [state] if run.epochs_done >= run.epochs and state.exists() else []
