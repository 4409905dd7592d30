"""Figures of answers with several labels, by cases worked out by hand; average precision also by scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from classifier.core.metrics import average_precision, f1_score
from classifier.core.tag_report import map_interval, tag_report

LABELS = ("blue_eyes", "red_eyes", "gray_hair")


def test_average_precision_by_hand():
    # From high to low: true, false, true. Precision at the true ones is 1/1 and 2/3.
    scores, hits = np.array([1.0, 3.0, 2.0]), np.array([True, True, False])
    assert average_precision(scores, hits) == pytest.approx((1 + 2 / 3) / 2)


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=40))
def test_average_precision_is_the_sum_over_thresholds_even_with_ties(rows):
    """At each score: what was gained in recall, times the precision there."""
    total = sum(hit for _, hit in rows)
    if not total:
        with pytest.raises(ValueError, match="at least one"):
            average_precision(np.array([score for score, _ in rows]), np.array([False] * len(rows)))
        return
    expected, found_before = 0.0, 0
    for least in sorted({score for score, _ in rows}, reverse=True):
        said = [hit for score, hit in rows if score >= least]
        expected += (sum(said) - found_before) / total * sum(said) / len(said)
        found_before = sum(said)
    scores, hits = (np.array(column) for column in zip(*rows, strict=True))
    assert average_precision(scores, hits) == pytest.approx(expected)


def test_average_precision_agrees_with_scikit_learn():
    generator = np.random.default_rng(0)
    for _ in range(20):
        scores, hits = generator.integers(0, 9, size=50), generator.random(50) < 0.3
        expected = sklearn_metrics.average_precision_score(hits, scores)
        assert average_precision(scores, hits) == pytest.approx(expected)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_f1_is_the_harmonic_mean_of_precision_and_recall(rows):
    said, true = (np.array(column) for column in zip(*rows, strict=True))
    right = sum(a and b for a, b in rows)
    inverse = (said.sum() / right + true.sum() / right) / 2 if right else np.inf
    assert f1_score(said, true) == pytest.approx(1 / inverse)


def report(confidences, truth):
    return tag_report(np.array(confidences), np.array(truth, dtype=bool), labels=LABELS, thresholds=(0.5, 0.5, 0.5))


def test_the_mean_is_over_labels_that_some_picture_has_and_the_others_are_counted():
    figures = report([[0.9, 0.1, 0.5], [0.1, 0.9, 0.5]], [[1, 0, 0], [0, 1, 0]])
    assert figures["map"] == figures["macro_f1"] == figures["micro_f1"] == 1.0
    assert figures["left_out"] == 1
    assert figures["per_tag"]["red_eyes"] == {"n": 1, "ap": 1.0, "f1": 1.0, "threshold": 0.5}
    assert "gray_hair" not in figures["per_tag"]


def test_micro_f1_pools_what_macro_f1_averages():
    # blue_eyes: said of all four, true of one: F1 2/5. red_eyes: said and true of three: 1.
    figures = report([[0.9, 0.9, 0]] * 3 + [[0.9, 0, 0]], [[1, 1, 0], [0, 1, 0], [0, 1, 0], [0, 0, 0]])
    assert figures["macro_f1"] == pytest.approx((2 / 5 + 1) / 2)
    assert figures["micro_f1"] == pytest.approx(2 * 4 / (7 + 4))


def test_pictures_without_any_label_of_the_vocabulary_count_against_it():
    figures = report([[0.8, 0, 0], [0.9, 0, 0]], [[1, 0, 0], [0, 0, 0]])
    assert (figures["n"], figures["map"]) == (2, 0.5)


def test_without_any_true_label_there_are_no_figures():
    figures = report([[0.8, 0.1, 0]], [[0, 0, 0]])
    assert (figures["n"], figures["map"], figures["micro_f1"], figures["per_tag"]) == (1, None, None, {})


def test_the_interval_holds_the_mean_and_is_none_without_labels():
    generator = np.random.default_rng(1)
    truth = generator.integers(0, 2, size=(60, 3)).astype(bool)
    confidences = generator.random((60, 3)) / 2 + truth / 3
    low, high = map_interval(confidences, truth, [str(row) for row in range(60)])
    assert low < report(confidences, truth)["map"] < high
    assert map_interval(confidences, np.zeros((60, 3)), ["a"] * 60) is None


def test_where_all_pictures_are_of_one_cluster_the_interval_is_the_mean():
    confidences, truth = np.array([[0.9], [0.8], [0.7]]), np.array([[1], [0], [1]], dtype=bool)
    low, high = map_interval(confidences, truth, ["same"] * 3)
    assert low == high == pytest.approx((1 + 2 / 3) / 2)
