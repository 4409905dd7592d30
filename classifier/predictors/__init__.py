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


class DeviceError(Exception):
    """What a network shall run on is not here, or out of order: a GPU, say. No picture and no file is to blame."""


@dataclass(frozen=True)
class Outputs:
    """What a network says of a batch: `logits` N x C, `embedding` N x D of length 1.

    `features`: what its last layers read, N x F x h x w; None of a network that does not give them.
    """

    logits: npt.NDArray[np.float32]
    embedding: npt.NDArray[np.float32]
    features: npt.NDArray[np.float32] | None = None


class Predictor(Protocol):
    """One loaded network. `device` says where it runs."""

    device: str

    def __init__(self, folder: Path, card: ModelCard) -> None: ...

    @classmethod
    def check(cls, device: str) -> str:
        """Return what answers will say of the device that `SNN_DEVICE` names.

        Raises:
            DeviceError: it is not here, or not one that this class runs on.
        """
        ...

    def run(self, batch: Batch) -> Outputs:
        """Run the network.

        Raises:
            PredictorError: it cannot be run on this batch.
            DeviceError: what it runs on is out of order.
        """
        ...
