"""What is taken for what, and the worst pictures."""

from __future__ import annotations

import numpy as np
import pytest

from training.core.confusion import confusion_of, worst_missed
from training.core.evaluations import Judged

LABELS = ("Ash", "Birch", "Cedar", "Dogwood")


def judged(*rows):
    """Rows of (target, logits)."""
    targets, logits = zip(*rows, strict=True)
    names = np.array([f"row-{n}" for n in range(len(rows))])
    return Judged(np.array(logits, dtype=np.float32), np.array(targets), np.array(["web"] * len(rows)), names)


def test_mistakes_are_counted_the_most_frequent_first():
    ash_as_birch = (0, [1, 4, 0, 0])
    said = judged(ash_as_birch, ash_as_birch, (0, [9, 0, 0, 0]), (1, [0, 0, 3, 0]), (-1, [9, 0, 0, 0]))

    confusion = confusion_of(said, LABELS)

    assert (confusion.pictures, confusion.right) == (4, 1), "a stranger is no picture of the matrix"
    assert [(m.label, m.taken_for, m.count, m.of) for m in confusion.mistakes] == [
        ("Ash", "Birch", 2, 3),
        ("Birch", "Cedar", 1, 1),
    ]


def test_labels_that_nobody_is_or_is_taken_for_are_left_out():
    confusion = confusion_of(judged((0, [1, 4, 0, 0]), (1, [0, 0, 3, 0])), LABELS)

    assert confusion.labels == ("Ash", "Birch", "Cedar")
    assert {(cell.row, cell.column, cell.count) for cell in confusion.cells} == {(0, 1, 1), (1, 2, 1)}
    assert {cell.share for cell in confusion.cells} == {1.0}


def test_the_worst_pictures_are_wrong_ones_with_the_highest_loss():
    said = judged((0, [0, 2, 0, 0]), (0, [0, 6, 0, 0]), (-1, [0, 9, 0, 0]), (2, [0, 0, 5, 0]))

    worst = worst_missed(said, LABELS, temperature=1.0)

    assert [(one.row, one.label, one.taken_for) for one in worst] == [(1, "Ash", "Birch"), (0, "Ash", "Birch")]
    assert worst[0].loss > worst[1].loss
    assert worst[0].confidence == pytest.approx(np.exp(6) / (np.exp(6) + 3), rel=1e-5)


def test_a_higher_temperature_makes_wrong_answers_less_sure():
    said = judged((0, [0, 6, 0, 0]))
    cold, warm = (worst_missed(said, LABELS, temperature=temperature)[0] for temperature in (1.0, 3.0))

    assert warm.confidence < cold.confidence
    assert warm.own_confidence > cold.own_confidence
