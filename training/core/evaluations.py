"""What a checkpoint said of every judged picture, `evaluations/epoch-000.npz`.

Logits are kept, so that any figure can be had later.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.core.splits import DEMO_DOMAIN
from training.core.whole_file import replacing


@dataclass(frozen=True)
class Evaluation:
    """One epoch. N validation pictures and M training pictures, C labels; a target of -1 is a stranger."""

    logits: npt.NDArray[np.float32]  # N x C
    targets: npt.NDArray[np.int64]
    domains: tuple[str, ...]
    clusters: tuple[str, ...]
    train_logits: npt.NDArray[np.float32]  # M x C
    train_targets: npt.NDArray[np.int64]
    train_domains: tuple[str, ...]

    def judged(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64], tuple[str, ...]]:
        """Return logits, targets and clusters of the known pictures that decide.

        Drawn pictures are easy and would hide the real ones, so they decide only where there are no others.
        """
        rows = deciding(self.targets, self.domains)
        return self.logits[rows], self.targets[rows], tuple(np.asarray(self.clusters)[rows])

    def judged_train(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        """Return logits and targets of the training pictures of the same kind."""
        rows = deciding(self.train_targets, self.train_domains)
        return self.train_logits[rows], self.train_targets[rows]


def deciding(targets: npt.NDArray[np.int64], domains: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Mark the known real rows, or the known drawn ones where no real one is known."""
    known = targets >= 0
    real = known & (np.asarray(domains) != DEMO_DOMAIN)
    return real if real.any() else known


def write_evaluation(run: Path, epoch: int, evaluation: Evaluation) -> None:
    """Keep what an epoch said."""
    path = _path(run, epoch)
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {name: np.asarray(value) for name, value in vars(evaluation).items()}
    with replacing(path) as beside, beside.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # its stub takes one name for an option


def read_evaluation(run: Path, epoch: int) -> Evaluation | None:
    """Return what an epoch said, or None where it was not scored yet."""
    path = _path(run, epoch)
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as arrays:
        return Evaluation(
            logits=arrays["logits"],
            targets=arrays["targets"],
            domains=tuple(arrays["domains"].tolist()),
            clusters=tuple(arrays["clusters"].tolist()),
            train_logits=arrays["train_logits"],
            train_targets=arrays["train_targets"],
            train_domains=tuple(arrays["train_domains"].tolist()),
        )


def scored_epochs(run: Path) -> list[int]:
    """List the epochs that were scored, in order."""
    return sorted(int(path.stem.removeprefix("epoch-")) for path in (run / "evaluations").glob("epoch-*.npz"))


def _path(run: Path, epoch: int) -> Path:
    return run / "evaluations" / f"epoch-{epoch:03d}.npz"
