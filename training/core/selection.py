"""The choice of epoch: the last one before overfitting, and the two common rules beside it (DESIGN §7).

`L(e)` is the mean validation loss of epoch `e` at that epoch's own temperature, `best` the epoch of its minimum. The
choice is the last epoch from `best` on such that for it, and for every epoch between, the upper 95 % bound of
`L(e) - L(best)`, over resampled clusters, is at most `margin` of `L(best)`: proven not worse, so a small validation set
makes the rule more careful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.core.calibration import Floats
from classifier.core.metrics import Interval, resampled_means

MARGIN = 0.02


@dataclass(frozen=True)
class Scores:
    """What every checkpoint scored. E epochs, N validation pictures.

    `calibrated` and `raw`: E x N cross-entropies in nats at the epoch's own temperature and at 1. `hits`: E x N, top-1
    right. `train`: E mean losses on an unaugmented part of the training pictures. `clusters`: N names.
    """

    epochs: Sequence[int]
    calibrated: Floats
    raw: Floats
    hits: Floats
    train: Floats
    clusters: Sequence[str]


@dataclass(frozen=True)
class EpochRow:
    """One line of the table beside the choice; intervals are at 95 %."""

    epoch: int
    loss: float
    loss_ci95: Interval
    excess_upper: float  # upper bound of L(e) - L(best)
    raw_loss: float
    train_loss: float
    top1: float
    top1_ci95: Interval


@dataclass(frozen=True)
class Choice:
    """Which epoch, and why. `overfitted` tells whether the run went on long enough to show it."""

    epoch: int
    best: int
    min_loss: int
    max_top1: int
    overfitted: bool
    overfitted_from: int | None
    margin: float
    reason: str
    table: tuple[EpochRow, ...]


def choose_epoch(scores: Scores, *, margin: float = MARGIN, seed: int = 0) -> Choice:
    """Apply the rule; every epoch is judged on the same resamples of clusters."""
    if len(scores.epochs) == 0:
        raise ValueError("there is no epoch to choose from")
    table = _table(scores, seed)
    best = min(range(len(table)), key=lambda index: table[index].loss)
    chosen = best
    while chosen + 1 < len(table) and table[chosen + 1].excess_upper <= margin * table[best].loss:
        chosen += 1
    overfitted_from = _overfitted_from(scores, seed)
    return Choice(
        epoch=table[chosen].epoch,
        best=table[best].epoch,
        min_loss=min(table, key=lambda row: row.raw_loss).epoch,
        max_top1=max(table, key=lambda row: row.top1).epoch,
        overfitted=overfitted_from is not None,
        overfitted_from=overfitted_from,
        margin=margin,
        reason=" ".join([*_why(table, best, chosen, margin), *_when_it_overfitted(table, overfitted_from, margin)]),
        table=table,
    )


def _table(scores: Scores, seed: int) -> tuple[EpochRow, ...]:
    means = resampled_means(np.asarray(scores.calibrated).T, scores.clusters, seed=seed)  # resamples x E
    hit_means = resampled_means(np.asarray(scores.hits).T, scores.clusters, seed=seed)
    losses = np.asarray(scores.calibrated).mean(axis=1)
    excess_upper = np.quantile(means - means[:, [int(losses.argmin())]], 0.95, axis=0)
    intervals, top1_intervals = (np.quantile(draws, [0.025, 0.975], axis=0).T for draws in (means, hit_means))
    return tuple(
        EpochRow(
            epoch=int(epoch),
            loss=float(losses[index]),
            loss_ci95=(float(intervals[index][0]), float(intervals[index][1])),
            excess_upper=float(excess_upper[index]),
            raw_loss=float(np.mean(scores.raw[index])),
            train_loss=float(scores.train[index]),
            top1=float(np.mean(scores.hits[index])),
            top1_ci95=(float(top1_intervals[index][0]), float(top1_intervals[index][1])),
        )
        for index, epoch in enumerate(scores.epochs)
    )


def _overfitted_from(scores: Scores, seed: int) -> int | None:
    """Return the first epoch whose raw loss is significantly worse than the least, while training loss fell."""
    raw = np.asarray(scores.raw)
    least = int(raw.mean(axis=1).argmin())
    means = resampled_means(raw.T, scores.clusters, seed=seed)
    lower = np.quantile(means - means[:, [least]], 0.05, axis=0)
    for index in range(least + 1, len(raw)):
        if lower[index] > 0 and scores.train[index] < scores.train[least]:
            return int(scores.epochs[index])
    return None


def _why(table: Sequence[EpochRow], best: int, chosen: int, margin: float) -> list[str]:
    least, allowed = table[best].loss, margin * table[best].loss
    sentences = [f"Validation loss is least at epoch {table[best].epoch} ({least:.3f} nats at its own temperature)."]
    if chosen > best:
        worst = max(row.excess_upper for row in table[best + 1 : chosen + 1])
        sentences.append(
            f"Epoch {table[chosen].epoch} is chosen: it and every epoch between are worse by at most {worst:.3f} "
            f"(95 % bound), within the {allowed:.3f} allowed ({margin:.0%})."
        )
    else:
        sentences.append(f"Epoch {table[best].epoch} is chosen: none that follows is proven not worse.")
    if chosen + 1 < len(table):
        following = table[chosen + 1]
        sentences.append(f"Epoch {following.epoch} could be worse by {following.excess_upper:.3f}.")
    return sentences


def _when_it_overfitted(table: Sequence[EpochRow], overfitted_from: int | None, margin: float) -> list[str]:
    """Say it in a sentence; of a single epoch, such as an ensemble's, there is nothing to say."""
    least = min(table, key=lambda row: row.raw_loss)
    risen = table[-1].raw_loss - least.raw_loss
    if overfitted_from is not None:
        return [f"Overfitting shows from epoch {overfitted_from} on: raw loss rose while training loss fell."]
    if risen > margin * least.raw_loss:
        return [
            f"Raw loss rose by {risen:.3f} after epoch {least.epoch}, which is not proven to be overfitting: training "
            f"longer hardly helps, more pictures may."
        ]
    return ["The run shows no overfitting yet: training longer may help."] if len(table) > 1 else []
