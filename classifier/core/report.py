"""The figures that stand for a network on a set of pictures: one function for `evaluate`, cards and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from classifier.core import metrics
from classifier.core.calibration import Floats
from classifier.core.unknown import UnknownRule, knownness


@dataclass(frozen=True)
class Scored:
    """Pictures and what the network said.

    `logits`: N x C. `targets`: N, the index of the right label, -1 for a stranger. `clusters`: N names of what must
    not be parted when intervals are drawn.
    """

    logits: Floats
    targets: npt.NDArray[np.integer]
    clusters: Sequence[str]


def classification_report(scored: Scored, *, temperature: float, unknown: UnknownRule) -> dict[str, Any]:
    """Return n, top1, top1_ci95, top5, top5_ci95, macro_top1, nll, ece and unknown {n, auroc, fpr95}.

    Figures are over rows of known labels before any unknown rejection, null where there are none; `unknown` takes the
    other rows as strangers and is null where either kind is missing, or where the task knows no strangers.
    """
    is_known = scored.targets >= 0
    logits, targets = scored.logits[is_known], scored.targets[is_known]
    clusters = [cluster for cluster, known in zip(scored.clusters, is_known, strict=True) if known]
    scores = knownness(scored.logits, temperature, unknown.score)
    if unknown.score == "none":
        nobody = {"n": int((~is_known).sum()), "auroc": None, "fpr95": None}
        return {**_accuracy(logits, targets, clusters, temperature), "unknown": nobody}
    return {
        **_accuracy(logits, targets, clusters, temperature),
        "unknown": _strangers(scores[is_known], scores[~is_known]),
    }


def _accuracy(
    logits: Floats, targets: npt.NDArray[np.integer], clusters: Sequence[str], temperature: float
) -> dict[str, Any]:
    names = ("top1", "top1_ci95", "top5", "top5_ci95", "macro_top1", "nll", "ece")
    if len(targets) == 0:
        return {"n": 0, **dict.fromkeys(names)}
    top1, top5 = metrics.hits_at(logits, targets, 1), metrics.hits_at(logits, targets, 5)
    confidences = metrics.top_confidences(logits, temperature)
    values = (
        float(top1.mean()),
        list(metrics.mean_interval(top1, clusters)),
        float(top5.mean()),
        list(metrics.mean_interval(top5, clusters)),
        metrics.macro_accuracy(top1, targets),
        float(metrics.cross_entropies(logits, targets, temperature).mean()),
        metrics.expected_calibration_error(confidences, top1),
    )
    return {"n": len(targets), **dict(zip(names, values, strict=True))}


def _strangers(known: Floats, strangers: Floats) -> dict[str, Any]:
    if len(known) == 0 or len(strangers) == 0:
        return {"n": len(strangers), "auroc": None, "fpr95": None}
    return {
        "n": len(strangers),
        "auroc": metrics.auroc(known, strangers),
        "fpr95": metrics.false_positive_rate(known, strangers),
    }
