"""Which rule takes the better epoch: each chooses on one half of the judged pictures and is scored on the other."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifier.core.metrics import cross_entropies, hits_at, resampled_means
from training.core.evaluations import Judged, evaluation_path, read_judged, scored_epochs
from training.core.selection import Choice, Scores, choose_epoch
from training.core.temperature import fit_temperature

RULES = ("last-before-overfitting", "min-loss", "max-top1", "last")
OURS = RULES[0]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Line:
    """What one rule took on one half, and what that epoch scored on the other, which no rule saw.

    `loss` is in nats at the temperature fitted on the half that chose, as a promoted network would have it. `loss_more`
    and `top1_more` are against our rule on the same pictures, each with its standard error (clusters resampled).
    `best_loss` and `best_top1` are those of the epochs that would have been best on the other half.
    """

    dataset: str
    seed: int
    half: int
    rule: str
    epoch: int
    epochs: int
    overfitted_from: int | None
    pictures: int
    loss: float
    top1: float
    loss_more: float
    loss_more_se: float
    top1_more: float
    top1_more_se: float
    best_loss: float
    best_top1: float


def judge_run(run: Path, dataset: str, seed: int) -> list[Line]:
    """Judge the rules on a run whose epochs were all scored; the halves swap their parts."""
    epochs = scored_epochs(run)
    val = [read_judged(evaluation_path(run, epoch), "val").deciding() for epoch in epochs]
    train = [read_judged(evaluation_path(run, epoch), "train").deciding() for epoch in epochs]
    train_losses = np.array([cross_entropies(judged.logits, judged.targets).mean() for judged in train])
    first = halves(val[0], seed)
    lines: list[Line] = []
    for number, chooses in enumerate((first, ~first)):
        choosing = [judged.where(chooses) for judged in val]
        half = Half(dataset, seed, number, epochs, choosing, [judged.where(~chooses) for judged in val])
        lines += _lines(half, choose_epoch(_scores(epochs, choosing, train_losses), seed=seed))
    return lines


@dataclass(frozen=True)
class Half:
    """A run judged one way round: for each epoch what it said where the rules choose, and where they are scored."""

    dataset: str
    seed: int
    number: int
    epochs: Sequence[int]
    choosing: Sequence[Judged]
    scoring: Sequence[Judged]


def halves(judged: Judged, seed: int) -> Bools:
    """Return a mask that parts the clusters of each label in two halves, drawn by a seed; it is true in the first."""
    of_label: dict[int, set[str]] = defaultdict(set)
    label_of: dict[str, int] = {}
    for target, cluster in zip(judged.targets.tolist(), judged.clusters.tolist(), strict=True):
        of_label[label_of.setdefault(cluster, target)].add(cluster)
    first: set[str] = set()
    for turn, (_, clusters) in enumerate(sorted(of_label.items())):
        shuffled = sorted(clusters, key=lambda cluster: hashlib.blake2b(f"{seed}/{cluster}".encode()).digest())
        first |= set(shuffled[turn % 2 :: 2])  # where the number is odd, labels take turns in having one more
    return np.array([cluster in first for cluster in judged.clusters.tolist()])


def _scores(epochs: Sequence[int], judged: Sequence[Judged], train_losses: npt.NDArray[np.float64]) -> Scores:
    return Scores(
        epochs=epochs,
        calibrated=np.stack([cross_entropies(one.logits, one.targets, _temperature(one)) for one in judged]),
        raw=np.stack([cross_entropies(one.logits, one.targets) for one in judged]),
        hits=np.stack([hits_at(one.logits, one.targets, 1) for one in judged]).astype(np.float64),
        train=train_losses,
        clusters=judged[0].clusters.tolist(),
    )


def _taken(choice: Choice, epochs: Sequence[int]) -> dict[str, int]:
    return dict(zip(RULES, (choice.epoch, choice.min_loss, choice.max_top1, epochs[-1]), strict=True))


def _temperature(judged: Judged) -> float:
    return fit_temperature(judged.logits, judged.targets)


def _lines(half: Half, choice: Choice) -> Iterator[Line]:
    losses, hits = _figures(half)  # E x N each
    clusters = half.scoring[0].clusters.tolist()
    ours = half.epochs.index(choice.epoch)
    for rule, epoch in _taken(choice, half.epochs).items():
        index = half.epochs.index(epoch)
        loss_more, loss_se = _difference(losses[index] - losses[ours], clusters)
        top1_more, top1_se = _difference(hits[index] - hits[ours], clusters)
        yield Line(
            dataset=half.dataset,
            seed=half.seed,
            half=half.number,
            rule=rule,
            epoch=epoch,
            epochs=len(half.epochs),
            overfitted_from=choice.overfitted_from,
            pictures=len(clusters),
            loss=float(losses[index].mean()),
            top1=float(hits[index].mean()),
            loss_more=loss_more,
            loss_more_se=loss_se,
            top1_more=top1_more,
            top1_more_se=top1_se,
            best_loss=float(losses.mean(axis=1).min()),
            best_top1=float(hits.mean(axis=1).max()),
        )


def _figures(half: Half) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return losses and hits on the half that scores, epoch by epoch."""
    losses = [
        cross_entropies(there.logits, there.targets, _temperature(here))
        for here, there in zip(half.choosing, half.scoring, strict=True)
    ]
    hits = [hits_at(one.logits, one.targets, 1) for one in half.scoring]
    return np.stack(losses), np.stack(hits).astype(np.float64)


def _difference(values: npt.NDArray[np.float64], clusters: Sequence[str]) -> tuple[float, float]:
    """Return the mean of paired differences and its standard error over resampled clusters."""
    return float(values.mean()), float(resampled_means(values, clusters).std())
