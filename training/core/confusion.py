"""Which labels are taken for which, and the pictures that a network gets most wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifier.core.calibration import softmax
from classifier.core.metrics import cross_entropies
from training.core.evaluations import Judged


@dataclass(frozen=True)
class Mistake:
    """`count` of the `of` pictures of a label were taken for another."""

    label: str
    taken_for: str
    count: int
    of: int


@dataclass(frozen=True)
class Cell:
    """A square of the matrix: row and column count from 0, `share` is of the row's pictures, in (0, 1]."""

    row: int
    column: int
    count: int
    share: float
    text: str


@dataclass(frozen=True)
class Confusion:
    """The known validation pictures by what they are and what they were taken for; only squares that are not empty."""

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    mistakes: tuple[Mistake, ...]
    pictures: int
    right: int


@dataclass(frozen=True)
class Missed:
    """A picture with a high loss: `row` counts the judged pictures from 0, `confidence` is that of the wrong answer."""

    row: int
    label: str
    taken_for: str
    confidence: float
    own_confidence: float
    loss: float


def confusion_of(judged: Judged, labels: Sequence[str], *, most_mistakes: int = 12) -> Confusion:
    """Count what known pictures were taken for. Labels without a picture are left out of the matrix."""
    known = judged.targets >= 0
    targets, answers = judged.targets[known], judged.logits[known].argmax(axis=1)
    counts = np.zeros((len(labels), len(labels)), dtype=np.int64)
    np.add.at(counts, (targets, answers), 1)
    shown: list[int] = np.flatnonzero(counts.sum(axis=0) + counts.sum(axis=1)).tolist()
    mistakes = sorted(_mistakes(counts, labels), key=lambda one: (-one.count, -one.count / one.of, one.label))
    return Confusion(
        labels=tuple(labels[index] for index in shown),
        cells=_cells(counts[np.ix_(shown, shown)], [labels[index] for index in shown]),
        mistakes=tuple(mistakes[:most_mistakes]),
        pictures=int(counts.sum()),
        right=int(np.trace(counts)),
    )


def worst_missed(judged: Judged, labels: Sequence[str], *, temperature: float, most: int = 24) -> tuple[Missed, ...]:
    """List the known pictures with the highest loss at a temperature, worst first; right answers are not among them."""
    rows = np.flatnonzero(judged.targets >= 0)
    logits, targets = judged.logits[rows], judged.targets[rows]
    losses = cross_entropies(logits, targets, temperature)
    shares = softmax(logits, temperature)
    answers = logits.argmax(axis=1)
    order = [index for index in np.argsort(-losses) if answers[index] != targets[index]]
    return tuple(
        Missed(
            row=int(rows[index]),
            label=labels[int(targets[index])],
            taken_for=labels[int(answers[index])],
            confidence=float(shares[index, answers[index]]),
            own_confidence=float(shares[index, targets[index]]),
            loss=float(losses[index]),
        )
        for index in order[:most]
    )


def _mistakes(counts: npt.NDArray[np.int64], labels: Sequence[str]) -> list[Mistake]:
    totals = counts.sum(axis=1)
    return [
        Mistake(labels[row], labels[column], int(counts[row, column]), int(totals[row]))
        for row, column in np.argwhere(counts)
        if row != column
    ]


def _cells(counts: npt.NDArray[np.int64], labels: Sequence[str]) -> tuple[Cell, ...]:
    totals = counts.sum(axis=1)
    return tuple(
        Cell(
            row=int(row),
            column=int(column),
            count=int(counts[row, column]),
            share=float(counts[row, column] / totals[row]),
            text=f"{labels[row]} taken for {labels[column]}: {counts[row, column]} of {totals[row]}",
        )
        for row, column in np.argwhere(counts)
    )
