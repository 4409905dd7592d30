"""Which checkpoints of a run can go, and what a run takes on disk."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from training.core.condition import Condition
from training.core.history import read_document

PRUNED = "pruned.json"


@dataclass(frozen=True)
class DiskUse:
    """Bytes on disk. `state`: what a stopped run goes on from."""

    weights: int = 0
    state: int = 0
    rest: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.weights + self.state + self.rest


def removable_epochs(
    condition: Condition, *, epochs: Collection[int], last: int, chosen: int | None, promoted: Collection[int]
) -> tuple[int, ...]:
    """List the epochs whose weights can go, in order.

    Nothing goes before the choice, since every epoch may still be chosen, and nothing of a run that is at work. What
    was chosen or promoted stays. A run that is to go on (`last` is the epoch it should reach) keeps its newest epoch.
    """
    if condition is Condition.RUNNING or chosen is None:
        return ()
    kept = {chosen, *promoted}
    if epochs and max(epochs) < last:
        kept.add(max(epochs))
    return tuple(sorted(set(epochs) - kept))


def pruned_epochs(run: Path) -> tuple[int, ...]:
    """List the epochs whose weights went from a run's folder, as `pruned.json` keeps them."""
    return tuple((read_document(run / PRUNED) or {"epochs": ()})["epochs"])


def disk_use(run: Path) -> DiskUse:
    """Add up the files of a run's folder; a missing one takes nothing."""
    sizes = {"weights": 0, "state": 0, "rest": 0}
    for path in run.rglob("*") if run.exists() else ():
        try:
            size = path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:  # replaced this moment
            continue
        sizes["state" if path.name == "state.pt" else "weights" if path.suffix == ".safetensors" else "rest"] += size
    return DiskUse(**sizes)
