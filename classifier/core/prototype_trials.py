"""Trying shows as if they were new: some of their frames make a prototype, frames of other videos are asked.

Nothing near an asked picture makes the prototype, and no picture that taught the network is asked. A show that the
network knows can be tried too: its output is then taken away, though its pictures did shape the embedding.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from classifier.core.calibration import Floats
from classifier.core.metrics import Interval, mean_interval
from classifier.core.prototypes import NEW, STRANGER, PrototypeRule, Trial, fit_rule, prototype, taken

LEAST_ASKED = 5
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Looked:
    """N pictures and what the network said: `logits` calibrated (N x C), `embeddings` (N x D) of length 1.

    `outputs`: N, the output of each label, -1 for a stranger. `taught`: N, whether the picture taught the network.
    """

    labels: npt.NDArray[np.str_]
    clusters: npt.NDArray[np.str_]
    outputs: Rows
    taught: npt.NDArray[np.bool_]
    logits: Floats
    embeddings: Floats


@dataclass(frozen=True)
class Tried:
    """A show tried with so many frames; `rows` says which picture of `Looked` each one of the trial is."""

    label: str
    frames: int
    trial: Trial
    rows: Rows


@dataclass(frozen=True)
class Figures:
    """What so many frames are good for, shows switched on one at a time; intervals (95 %) resample clusters.

    `top1`: share of `asked` pictures of the new shows that they are named for. `lost`: by how much the top-1 of the
    others (`others_top1`) falls. `strangers`: share of strangers taken for the new show.
    """

    frames: int
    shows: int
    asked: int
    top1: float
    top1_ci95: Interval
    others: int
    others_top1: float
    lost: float
    lost_ci95: Interval
    strangers: float | None


def eligible(looked: Looked, frames: int) -> list[str]:
    """Return the labels that can be tried: strangers to the network, or, where none has enough, those it knows."""
    for rows in (looked.outputs < 0, looked.outputs >= 0):
        labels, counts = np.unique(looked.labels[rows & (looked.labels != "")], return_counts=True)
        of_enough = [str(label) for label, count in zip(labels, counts, strict=True) if count >= frames + LEAST_ASKED]
        if of_enough:
            return of_enough
    return []


def try_shows(looked: Looked, labels: Sequence[str], frames: int, *, draws: int, seed: int) -> Iterator[Tried]:
    """Yield trials of each label, the prototype drawn anew each time from whole clusters; seldom none of a label."""
    for label in labels:
        for draw in range(draws):
            support, asked = _draw(looked, label, frames, f"{seed}/{draw}/{label}")
            vector = prototype(looked.embeddings[support])
            if vector is not None and len(support) == frames and len(asked):
                yield _try(looked, label, frames, vector, asked)


def measure(looked: Looked, tried: Sequence[Tried], *, seed: int) -> list[Figures]:
    """Return figures by number of frames that no rule saw: set on one half, measured on the other, both ways round.

    Shows, clusters of the others and strangers are all parted in halves. One show alone is measured where it was set.
    """
    labels = sorted({one.label for one in tried})
    random.Random(seed).shuffle(labels)
    halves = [[_part(one, looked, half) for one in tried if labels.index(one.label) % 2 == half] for half in (0, 1)]
    if not halves[1]:
        halves = [list(tried), list(tried)]
    rules = [fit_rule([one.trial for one in half]) for half in halves]
    judged = [(one, rule) for half, rule in zip(halves, reversed(rules), strict=True) for one in half]
    shots = sorted({one.frames for one in tried})
    return [_figures(looked, frames, [(one, rule) for one, rule in judged if one.frames == frames]) for frames in shots]


def _draw(looked: Looked, label: str, frames: int, seed: str) -> tuple[Rows, Rows]:
    """Return the rows of a prototype and those to ask, from other clusters."""
    mine = np.flatnonzero(looked.labels == label)
    clusters = sorted(set(looked.clusters[mine].tolist()))
    random.Random(seed).shuffle(clusters)
    support: list[int] = []
    while clusters and len(support) < frames:
        support += mine[looked.clusters[mine] == clusters.pop()].tolist()
    asked = mine[np.isin(looked.clusters[mine], clusters) & ~looked.taught[mine]]
    return np.array(support[:frames], dtype=np.int64), asked


def _try(looked: Looked, label: str, frames: int, vector: Floats, asked: Rows) -> Tried:
    is_other = (looked.labels != label) & ~looked.taught & (looked.labels != "")
    rows = np.concatenate([asked, np.flatnonzero(is_other)])
    outputs = looked.outputs[rows]
    targets = np.where(outputs >= 0, outputs, STRANGER)
    logits = looked.logits[rows]
    own = int(looked.outputs[asked[0]])
    if own >= 0:  # the network knows it: without its output, those after it move up
        logits = np.delete(logits, own, axis=1)
        targets = np.where(targets > own, targets - 1, targets)
    targets[: len(asked)] = NEW
    return Tried(label, frames, Trial(logits, looked.embeddings[rows] @ vector, targets), rows)


def _part(one: Tried, looked: Looked, half: int) -> Tried:
    """Keep the asked pictures and one half of the others: known ones by cluster, strangers by label."""
    names = np.where(one.trial.targets == STRANGER, looked.labels[one.rows], looked.clusters[one.rows])
    side = {name: blake2b(str(name).encode()).digest()[0] % 2 for name in set(names.tolist())}
    kept = (one.trial.targets == NEW) | np.array([side[name] == half for name in names.tolist()])
    trial = Trial(one.trial.logits[kept], one.trial.cosines[kept], one.trial.targets[kept])
    return replace(one, trial=trial, rows=one.rows[kept])


def _figures(looked: Looked, frames: int, judged: Sequence[tuple[Tried, PrototypeRule]]) -> Figures:
    rows = np.concatenate([one.rows for one, _ in judged])
    targets = np.concatenate([one.trial.targets for one, _ in judged])
    takes = np.concatenate([taken(one.trial, rule) for one, rule in judged])
    right = np.concatenate([one.trial.logits.argmax(axis=1) == one.trial.targets for one, _ in judged])
    clusters = looked.clusters[rows]
    new, known, strange = targets == NEW, targets >= 0, targets == STRANGER
    lost = right & takes
    return Figures(
        frames=frames,
        shows=len({one.label for one, _ in judged}),
        asked=len(np.unique(rows[new])),
        top1=float(takes[new].mean()),
        top1_ci95=mean_interval(takes[new], clusters[new].tolist()),
        others=len(np.unique(rows[known])),
        others_top1=float(right[known].mean()),
        lost=float(lost[known].mean()),
        lost_ci95=mean_interval(lost[known], clusters[known].tolist()),
        strangers=float(takes[strange].mean()) if strange.any() else None,
    )
