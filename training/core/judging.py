"""How well judged pictures were answered, whether one label is true of each or any number of them.

Targets are N numbers of labels (-1 for a stranger), or N x C truths: 1, 0, and -1 where nobody said.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from classifier.core.calibration import Floats
from classifier.core.metrics import average_precision, cross_entropies, hits_at
from training.core.evaluations import Judged
from training.core.temperature import BOUNDS, fit_temperature

Numbers = npt.NDArray[np.float64]


def losses(judged: Judged, temperature: float = 1.0) -> Numbers:
    """Return the negative log-likelihood of each picture in nats; of several labels, the mean over those heard of."""
    if not judged.is_multiple:
        return cross_entropies(judged.logits, judged.targets, temperature)
    signs = np.where(judged.targets == 1, -1.0, 1.0)
    heard = judged.targets >= 0
    each = np.logaddexp(0.0, signs * judged.logits.astype(np.float64) / temperature)
    return np.asarray((each * heard).sum(axis=1) / np.maximum(heard.sum(axis=1), 1))


def hits(judged: Judged) -> Numbers:
    """Return what share of each picture's true labels is among its as many likeliest: with one label, top-1.

    A picture without a true label is as right as can be.
    """
    if not judged.is_multiple:
        return hits_at(judged.logits, judged.targets, 1).astype(np.float64)
    racing = np.where(judged.targets >= 0, judged.logits, -np.inf)  # who was not heard of takes no place
    ranks = np.argsort(np.argsort(-racing, axis=1, kind="stable"), axis=1, kind="stable")
    true = judged.targets == 1
    counts = true.sum(axis=1)
    found = (true & (ranks < counts[:, None])).sum(axis=1)
    return np.where(counts > 0, found / np.maximum(counts, 1), 1.0)


def best_temperature(judged: Judged) -> float:
    """Return the temperature with the least mean loss."""
    if not judged.is_multiple:
        return fit_temperature(judged.logits, judged.targets)
    found = minimize_scalar(
        lambda log: float(losses(judged, float(np.exp(log))).mean()),
        bounds=(np.log(BOUNDS[0]), np.log(BOUNDS[1])),
        method="bounded",
    )
    return float(np.exp(found.x))


def mean_average_precision(judged: Judged) -> float | None:
    """Return the mean over labels that some picture has of the average precision of each; None without any."""
    areas = []
    for label in range(judged.targets.shape[1]):
        heard = judged.targets[:, label] >= 0
        true = judged.targets[heard, label] == 1
        if true.any():
            areas.append(average_precision(judged.logits[heard, label], true))
    return float(np.mean(areas)) if areas else None


def best_thresholds(shares: Floats, truth: npt.NDArray[np.integer], *, least: int = 5) -> tuple[float, ...]:
    """Return for each of C labels the probability from which on saying it gives the best F1 on N x C judged truths.

    It lies half-way between two probabilities. A label with fewer than `least` true pictures takes the threshold that
    is best for all labels together.
    """
    heard = truth >= 0
    common = _best_threshold(shares[heard], truth[heard] == 1)
    found = []
    for label in range(truth.shape[1]):
        rows = heard[:, label]
        true = truth[rows, label] == 1
        found.append(common if true.sum() < least else _best_threshold(shares[rows, label], true))
    return tuple(found)


def _best_threshold(shares: Floats, true: npt.NDArray[np.bool_]) -> float:
    if not true.any():
        return 0.5
    order = np.argsort(-shares, kind="stable")
    ordered, found = shares[order], np.cumsum(true[order])
    scores = 2 * found / (np.arange(1, len(order) + 1) + true.sum())
    scores[:-1][np.diff(ordered) == 0] = -1.0  # equals are said together or not at all
    best = int(scores.argmax())
    below = ordered[best + 1] if best + 1 < len(ordered) else 0.0
    return float((ordered[best] + below) / 2)
