"""What runs a network. The class is named by `SNN_PREDICTOR`; all of them take and give the same arrays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from classifier.core.model_card import ModelCard

Batch = npt.NDArray[np.float32]  # N x 3 x H x W, as `classifier.core.preprocess.to_batch` makes it


class PredictorError(Exception):
    """The files of a network are absent, altered or broken, or it cannot be run; the message says which and why."""


@dataclass(frozen=True)
class Outputs:
    """What a network says of a batch: `logits` N x C, `embedding` N x D of length 1."""

    logits: npt.NDArray[np.float32]
    embedding: npt.NDArray[np.float32]


class Predictor(Protocol):
    """One loaded network. `device` says where it runs."""

    device: str

    def __init__(self, folder: Path, card: ModelCard) -> None: ...

    def run(self, batch: Batch) -> Outputs:
        """Run the network.

        Raises:
            PredictorError: it cannot be run on this batch.
        """
        ...
