"""How good answers are: accuracy, likelihood, calibration, known against strangers, and intervals for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from classifier.core.calibration import Floats, log_softmax, softmax

Integers = npt.NDArray[np.integer]
Interval = tuple[float, float]


def hits_at(logits: Floats, targets: Integers, k: int) -> npt.NDArray[np.bool_]:
    """Tell for each of N rows whether its target is among the k largest of its C logits; ties go against it."""
    target_logits = np.take_along_axis(np.asarray(logits), np.asarray(targets)[:, None], axis=1)
    as_large = (np.asarray(logits) >= target_logits).sum(axis=1)  # the target itself counts once
    return np.asarray(as_large <= k)


def macro_accuracy(hits: npt.NDArray[np.bool_], targets: Integers) -> float:
    """Return the mean over the classes present of the share of hits in each."""
    return float(np.mean([hits[targets == target].mean() for target in np.unique(targets)]))


def cross_entropies(logits: Floats, targets: Integers, temperature: float = 1.0) -> npt.NDArray[np.float64]:
    """Return the negative log-likelihood of each row's target, in nats."""
    return -np.take_along_axis(log_softmax(logits, temperature), np.asarray(targets)[:, None], axis=1)[:, 0]


def expected_calibration_error(confidences: Floats, hits: npt.NDArray[np.bool_], bins: int = 15) -> float:
    """Return the mean gap between confidence and accuracy over equal-width bins (Naeini et al. 2015), in [0, 1]."""
    confidences = np.asarray(confidences, dtype=np.float64)
    index = np.clip(np.ceil(confidences * bins).astype(int) - 1, 0, bins - 1)  # bins are open below, closed above
    counts = np.bincount(index, minlength=bins)
    gaps = np.abs(
        np.bincount(index, weights=confidences, minlength=bins) - np.bincount(index, weights=hits, minlength=bins)
    )
    return float(gaps.sum() / counts.sum())


def auroc(known: Floats, strangers: Floats) -> float:
    """Return the chance that a known picture scores higher than a stranger, ties counting half (Mann-Whitney)."""
    scores = np.concatenate([known, strangers])
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]  # average rank among equals, from 1
    above = ranks[: len(known)].sum() - len(known) * (len(known) + 1) / 2
    return float(above / (len(known) * len(strangers)))


def false_positive_rate(known: Floats, strangers: Floats, accepted: float = 0.95) -> float:
    """Return the share of strangers accepted at the threshold that accepts `accepted` of the known pictures."""
    ordered = np.sort(np.asarray(known, dtype=np.float64))[::-1]
    threshold = ordered[int(np.ceil(accepted * len(ordered) - 1e-9)) - 1]
    return float((np.asarray(strangers) >= threshold).mean())


def resampled_means(
    values: Floats | npt.NDArray[np.bool_], clusters: Sequence[str], *, resamples: int = 2000, seed: int = 0
) -> npt.NDArray[np.float64]:
    """Return bootstrap means of N x K values (or N), drawing whole clusters: resamples x K (or resamples).

    The same seed draws the same clusters, so that two sets of values over the same rows can be compared pair by pair.
    """
    values = np.asarray(values, dtype=np.float64)
    names, index = np.unique(np.asarray(clusters), return_inverse=True)
    sums = np.zeros((len(names), *values.shape[1:]))
    np.add.at(sums, index, values)
    counts = np.bincount(index, minlength=len(names))
    draws = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=resamples)
    totals = (draws @ counts).astype(np.float64)
    return np.asarray((draws @ sums) / totals.reshape(-1, *[1] * (values.ndim - 1)))


def mean_interval(values: Floats | npt.NDArray[np.bool_], clusters: Sequence[str], *, seed: int = 0) -> Interval:
    """Return the 95 % interval of a mean by resampling clusters (percentile bootstrap)."""
    low, high = np.quantile(resampled_means(values, clusters, seed=seed), [0.025, 0.975])
    return float(low), float(high)


def top_confidences(logits: Floats, temperature: float) -> npt.NDArray[np.float64]:
    """Return the probability of the likeliest class of each row."""
    return np.asarray(softmax(logits, temperature).max(axis=1))


def average_precision(scores: Floats, hits: npt.NDArray[np.bool_]) -> float:
    """Return the mean precision over the N pictures that are hits, each at its own score (no interpolation).

    Pictures of equal score count together, so that their order does not matter.

    Raises:
        ValueError: no picture is a hit.
    """
    scores, hits = np.asarray(scores, dtype=np.float64), np.asarray(hits, dtype=bool)
    if not hits.any():
        raise ValueError("average precision needs at least one picture that has the label")
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(order) - 1)  # the last of each run of equals
    found = np.cumsum(hits[order])[ends]
    return float((np.diff(found, prepend=0) * found / (ends + 1)).sum() / hits.sum())


def f1_score(said: npt.NDArray[np.bool_], true: npt.NDArray[np.bool_]) -> float:
    """Return the harmonic mean of precision and recall of what was said; 0 where nothing said is true."""
    both = int((np.asarray(said) & np.asarray(true)).sum())
    return 2 * both / (int(np.sum(said)) + int(np.sum(true))) if both else 0.0
