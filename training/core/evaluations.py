"""What a checkpoint said of every judged picture, `evaluations/epoch-000.npz`.

Logits are kept, so that any figure can be had later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.core.splits import DEMO_DOMAIN
from training.core.whole_file import replacing


@dataclass(frozen=True)
class Judged:
    """N pictures of one part and what the network said; C labels.

    A target is the number of the label, -1 of a stranger. Where any number of labels may be true, `targets` is N x C: 1
    where one is, 0 where it is not, -1 where nobody said.
    """

    logits: npt.NDArray[np.float32]  # N x C
    targets: npt.NDArray[np.int64]  # N, or N x C
    domains: npt.NDArray[np.str_]  # N
    clusters: npt.NDArray[np.str_]  # N

    def __len__(self) -> int:
        return len(self.targets)

    def where(self, rows: npt.NDArray[np.bool_]) -> Judged:
        """Return the rows of a mask."""
        return Judged(self.logits[rows], self.targets[rows], self.domains[rows], self.clusters[rows])

    @property
    def is_multiple(self) -> bool:
        """Whether any number of labels may be true of a picture."""
        return self.targets.ndim == 2

    def deciding(self) -> Judged:
        """Return the known pictures by which epochs, temperatures and thresholds are chosen.

        Drawn pictures are easy and would hide the real ones, so they decide only where there are no others; where
        several labels may be true, only on labels of which no real picture tells.
        """
        if self.is_multiple:
            return self._deciding_by_label()
        known = self.targets >= 0
        real = known & (self.domains != DEMO_DOMAIN)
        return self.where(real if real.any() else known)

    def _deciding_by_label(self) -> Judged:
        drawn = self.domains == DEMO_DOMAIN
        real = (self.targets[~drawn] >= 0).any(axis=0)
        deciding = np.where(drawn[:, None] & real, -1, self.targets)
        kept = (deciding >= 0).any(axis=1)
        return Judged(self.logits[kept], deciding[kept], self.domains[kept], self.clusters[kept])


def write_judged(path: Path, parts: Mapping[str, Judged]) -> None:
    """Keep what was said of each part (`val`, `train`, `test`) in one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {f"{part}.{name}": value for part, judged in parts.items() for name, value in vars(judged).items()}
    with replacing(path) as beside, beside.open("wb") as file:
        np.savez_compressed(file, **arrays)


def read_judged(path: Path, part: str) -> Judged:
    """Return what was said of one part; a missing file raises FileNotFoundError, a missing part KeyError."""
    with np.load(path, allow_pickle=False) as arrays:
        return Judged(**{field.name: arrays[f"{part}.{field.name}"] for field in fields(Judged)})


def evaluation_path(run: Path, epoch: int) -> Path:
    """Return where the evaluation of an epoch lies."""
    return run / "evaluations" / f"epoch-{epoch:03d}.npz"


def test_path(run: Path) -> Path:
    """Return where the one evaluation of the test part lies."""
    return run / "evaluations" / "test.npz"


def scored_epochs(run: Path) -> list[int]:
    """List the epochs that were scored, in order."""
    return sorted(int(path.stem.removeprefix("epoch-")) for path in (run / "evaluations").glob("epoch-*.npz"))
