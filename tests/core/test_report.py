"""The figures of a set of pictures with strangers among them."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.core.report import Scored, classification_report
from classifier.core.unknown import UnknownRule

RULE = UnknownRule(score="max_probability", threshold=0.5, operating_point="")


def report(logits, targets):
    scored = Scored(np.asarray(logits, dtype=float), np.asarray(targets), [str(i) for i in range(len(targets))])
    return classification_report(scored, temperature=1.0, unknown=RULE)


def test_accuracy_is_over_known_rows_and_strangers_are_told_apart():
    figures = report([[5, 0, 0, 0, 0, 0], [0, 4, 0, 0, 0, 0], [3, 0, 0, 0, 0, 0], [0.1, 0, 0, 0, 0, 0]], [0, 1, 1, -1])
    assert figures["n"] == 3
    assert figures["top1"] == pytest.approx(2 / 3)
    assert figures["macro_top1"] == pytest.approx(0.75)
    assert figures["unknown"] == {"n": 1, "auroc": 1.0, "fpr95": 0.0}
    low, high = figures["top1_ci95"]
    assert low <= figures["top1"] <= high


def test_rows_that_would_be_rejected_as_unknown_still_count():
    assert report([[0.1, 0.0]], [0])["top1"] == 1.0


def test_without_strangers_there_is_no_auroc():
    assert report([[1.0, 0.0]], [0])["unknown"] == {"n": 0, "auroc": None, "fpr95": None}


def test_without_known_rows_there_is_no_accuracy():
    figures = report([[1.0, 0.0]], [-1])
    assert (figures["n"], figures["top1"], figures["ece"]) == (0, None, None)
    assert figures["unknown"]["n"] == 1
