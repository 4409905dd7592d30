"""The figures that stand for a network of many labels on a set of pictures: one function for `evaluate` and cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from classifier.core.calibration import Floats
from classifier.core.metrics import Interval, average_precision, f1_score

RESAMPLES = 200

Truth = npt.NDArray[np.bool_]


def tag_report(
    confidences: Floats, targets: Truth, *, labels: Sequence[str], thresholds: Sequence[float]
) -> dict[str, Any]:
    """Return n, map, macro_f1, micro_f1, per_tag and left_out of N x C confidences and truths.

    Figures are over the labels that at least one picture has, null where there are none; `left_out` counts the others.
    `per_tag` tells of each label, the most frequent first, how many pictures have it, and its own figures at its
    threshold. Pictures without any label of the vocabulary count, too.
    """
    targets = np.asarray(targets, dtype=bool)
    said = np.asarray(confidences) >= np.asarray(thresholds)
    present = [column for column in range(len(labels)) if targets[:, column].any()]
    frequent = sorted(present, key=lambda column: (-int(targets[:, column].sum()), labels[column]))
    per_tag = {
        labels[column]: {
            "n": int(targets[:, column].sum()),
            "ap": average_precision(confidences[:, column], targets[:, column]),
            "f1": f1_score(said[:, column], targets[:, column]),
            "threshold": float(thresholds[column]),
        }
        for column in frequent
    }
    figures = list(per_tag.values())
    return {
        "n": len(targets),
        "map": float(np.mean([each["ap"] for each in figures])) if figures else None,
        "macro_f1": float(np.mean([each["f1"] for each in figures])) if figures else None,
        "micro_f1": f1_score(said[:, present], targets[:, present]) if figures else None,
        "per_tag": per_tag,
        "left_out": len(labels) - len(present),
    }


def map_interval(
    confidences: Floats, targets: Truth, clusters: Sequence[str], *, resamples: int = RESAMPLES, seed: int = 0
) -> Interval | None:
    """Return the 95 % interval of the mean average precision by drawing whole clusters (percentile bootstrap).

    Labels that no picture has are left out; None where none has any.
    """
    targets = np.asarray(targets, dtype=bool)
    present = targets.any(axis=0)
    if not present.any():
        return None
    _, index = np.unique(np.asarray(clusters), return_inverse=True)
    rows_of = np.split(np.argsort(index, kind="stable"), np.cumsum(np.bincount(index))[:-1])
    generator = np.random.default_rng(seed)
    means: list[float] = []
    while len(means) < resamples:
        drawn = np.concatenate([rows_of[place] for place in generator.integers(0, len(rows_of), size=len(rows_of))])
        scores, truth = confidences[drawn][:, present], targets[drawn][:, present]
        areas = [average_precision(scores[:, each], truth[:, each]) for each in np.flatnonzero(truth.any(axis=0))]
        means += [float(np.mean(areas))] if areas else []
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
