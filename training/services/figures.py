"""The figures on a card: within each domain, with the rule of unknown or a threshold for each tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from classifier.core.calibration import Floats, sigmoid
from classifier.core.metrics import auroc, expected_calibration_error
from classifier.core.report import Scored, classification_report
from classifier.core.tag_report import map_interval, tag_report
from classifier.core.unknown import SCORES, Score, UnknownRule, knownness, threshold_accepting
from training.core.evaluations import Judged
from training.core.judging import best_thresholds, losses

ACCEPTED = 0.95
LET_PASS = 0.1
"""Known pictures are refused only where more than so many of the strangers of a domain would pass."""
CLEARLY = 0.02
"""A score other than the one that was taught has to part known from strange by so much more of the AUROC.

A score that nothing taught parted worse on pictures of another kind than those that decide, however little better it
was on these (docs/network-log.md).
"""
OPERATING_POINT = (
    "95 % of known validation pictures accepted, domains weighted equally, "
    "and more as long as at most one stranger in ten passes in every domain"
)


def unknown_rule(val: Judged, temperature: float, taught: Score = "max_probability") -> UnknownRule:
    """Take the score that was taught, or another that is clearly better at telling strangers.

    Strangers' flat target teaches the probability; a second head that tells them apart, the energy. The threshold is
    set on the known pictures that decide, or lower where strangers leave room for that: known pictures of a domain that
    has none among those look less known than the others. Each domain weighs the same.
    """
    judged = val.deciding()
    _, index, counts = np.unique(judged.domains, return_inverse=True, return_counts=True)
    areas: dict[Score, float] = {one: _mean_auroc(val, temperature, one) for one in SCORES if one != "none"}
    areas[taught] += CLEARLY
    score = max(areas, key=areas.__getitem__)
    scores = knownness(judged.logits, temperature, score)
    accepting = threshold_accepting(scores, 1 / counts[index], ACCEPTED)
    threshold = min([accepting, *_refusing(val, knownness(val.logits, temperature, score))])
    return UnknownRule(score=score, threshold=threshold, operating_point=OPERATING_POINT)


def _refusing(val: Judged, scores: Floats) -> list[float]:
    """Return the lowest threshold that lets few enough strangers pass in every domain; none where there are none."""
    strange = val.targets < 0
    lowest = []
    for domain in sorted(set(val.domains[strange].tolist())):
        highest = -np.sort(-scores[strange & (val.domains == domain)])
        lowest.append(float(np.nextafter(highest[int(LET_PASS * len(highest))], np.inf)))
    return [max(lowest)] if lowest else []


def _mean_auroc(val: Judged, temperature: float, score: Score) -> float:
    """Return the mean AUROC over the domains with known pictures and strangers; 0 where there are none."""
    scores = knownness(val.logits, temperature, score)
    known, strange = val.targets >= 0, val.targets < 0
    areas = [
        auroc(scores[known & (val.domains == domain)], scores[strange & (val.domains == domain)])
        for domain in sorted(set(val.domains[known]) & set(val.domains[strange]))
    ]
    return float(np.mean(areas)) if areas else 0.0


def reports_by_domain(judged: Judged, temperature: float, unknown: UnknownRule) -> dict[str, dict[str, Any]]:
    """Return the figures within each domain that has known pictures."""
    reports = {}
    for domain in sorted(set(judged.domains[judged.targets >= 0].tolist())):
        rows = judged.where(judged.domains == domain)
        scored = Scored(rows.logits, rows.targets, rows.clusters.tolist())
        reports[domain] = classification_report(scored, temperature=temperature, unknown=unknown)
    return reports


def tag_thresholds(val: Judged, temperature: float) -> tuple[float, ...]:
    """Return the probability from which on each tag counts: the best F1 on the pictures that decide."""
    judged = val.deciding()
    return best_thresholds(sigmoid(judged.logits, temperature), judged.targets)


def tag_reports(
    judged: Judged, labels: Sequence[str], temperature: float, thresholds: Sequence[float]
) -> dict[str, dict[str, Any]]:
    """Return the figures within each domain, over the tags that its pictures tell of."""
    reports = {}
    for domain in sorted(set(judged.domains.tolist())):
        rows = judged.where(judged.domains == domain)
        heard: list[int] = np.flatnonzero((rows.targets >= 0).all(axis=0)).tolist()
        shares, truth = sigmoid(rows.logits[:, heard], temperature), rows.targets[:, heard] == 1
        named = [labels[label] for label in heard]
        figures = tag_report(shares, truth, labels=named, thresholds=[thresholds[label] for label in heard])
        figures |= {
            "map_ci95": map_interval(shares, truth, rows.clusters.tolist()),
            "nll": float(losses(rows, temperature).mean()),
            "ece": expected_calibration_error(shares.ravel(), truth.ravel()),
        }
        reports[domain] = figures
    return reports
