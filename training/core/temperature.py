"""One number that makes confidences honest: the temperature with the least validation loss (Guo et al. 2017)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from classifier.core.calibration import Floats
from classifier.core.metrics import cross_entropies

BOUNDS = (0.05, 20.0)


def fit_temperature(logits: Floats, targets: npt.NDArray[np.integer], weights: Floats | None = None) -> float:
    """Return the temperature in `BOUNDS` with the least (weighted) mean cross-entropy of N x C logits."""
    if len(targets) == 0:
        raise ValueError("a temperature needs at least one known picture")

    def loss(log_temperature: float) -> float:
        losses = cross_entropies(logits, targets, float(np.exp(log_temperature)))
        return float(np.average(losses, weights=weights))

    found = minimize_scalar(loss, bounds=(np.log(BOUNDS[0]), np.log(BOUNDS[1])), method="bounded")
    return float(np.exp(found.x))
