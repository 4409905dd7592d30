"""Figures agree with scikit-learn where it has them, and with hand-made cases where it has not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from classifier.core import metrics
from classifier.core.calibration import log_softmax, softmax


@pytest.fixture
def scored():
    generator = np.random.default_rng(3)
    logits = generator.normal(size=(200, 7)).astype(np.float32)
    targets = generator.integers(0, 7, size=200)
    logits[np.arange(200), targets] += 1.0
    return logits, targets


@pytest.mark.parametrize("k", [1, 3, 5])
def test_top_k_agrees_with_scikit_learn(scored, k):
    logits, targets = scored
    expected = sklearn_metrics.top_k_accuracy_score(targets, logits, k=k, labels=range(7))
    assert metrics.hits_at(logits, targets, k).mean() == pytest.approx(expected)


def test_a_network_that_says_the_same_of_every_show_has_no_hit():
    assert not metrics.hits_at(np.zeros((4, 6)), np.arange(4), 5).any()


def test_negative_log_likelihood_agrees_with_scikit_learn(scored):
    logits, targets = scored
    expected = sklearn_metrics.log_loss(targets, softmax(logits, 1.7), labels=range(7))
    assert metrics.cross_entropies(logits, targets, 1.7).mean() == pytest.approx(expected)


def test_macro_accuracy_weighs_every_show_the_same(scored):
    logits, targets = scored
    hits = metrics.hits_at(logits, targets, 1)
    expected = sklearn_metrics.balanced_accuracy_score(targets, logits.argmax(axis=1))
    assert metrics.macro_accuracy(hits, targets) == pytest.approx(expected)


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=30),
    st.lists(st.integers(0, 5), min_size=1, max_size=30),
)
def test_auroc_agrees_with_scikit_learn_even_with_ties(known, strangers):
    truth = [1] * len(known) + [0] * len(strangers)
    expected = sklearn_metrics.roc_auc_score(truth, known + strangers)
    assert metrics.auroc(np.asarray(known), np.asarray(strangers)) == pytest.approx(expected)


def test_strangers_above_the_threshold_that_accepts_95_of_100_known_pictures_are_counted():
    known = np.arange(100.0)
    assert metrics.false_positive_rate(known, np.array([4.0, 5.0, 6.0, 99.0])) == 0.75


def test_calibration_error_is_the_weighted_gap_between_confidence_and_accuracy():
    confidences = np.array([0.95, 0.95, 0.95, 0.95, 0.35, 0.35])
    hits = np.array([True, True, True, False, False, True])
    assert metrics.expected_calibration_error(confidences, hits) == pytest.approx((4 * 0.20 + 2 * 0.15) / 6)


def test_a_bin_of_the_calibration_error_is_closed_above_and_open_below():
    """1/15 belongs to the first bin, where it meets 0.01: together they are right half the time."""
    gap = metrics.expected_calibration_error(np.array([1 / 15, 0.01]), np.array([True, False]))
    assert gap == pytest.approx(abs((1 / 15 + 0.01) / 2 - 0.5))


def test_clusters_are_resampled_whole():
    """Copies of one picture are one piece of evidence: a hundred say no more than two."""
    few = metrics.mean_interval(np.array([1.0, 0.0] * 10), [f"c{index}" for index in range(20)])
    copied = metrics.mean_interval(np.repeat([1.0, 0.0] * 10, 50), np.repeat([f"c{i}" for i in range(20)], 50).tolist())
    assert copied == pytest.approx(few)


def test_the_interval_of_a_mean_is_as_wide_as_theory_says():
    values = np.random.default_rng(0).random(400) < 0.7
    low, high = metrics.mean_interval(values, [str(index) for index in range(400)])
    assert high - low == pytest.approx(2 * 1.96 * np.sqrt(0.7 * 0.3 / 400), rel=0.15)


def test_several_sets_of_values_are_resampled_together():
    values = np.random.default_rng(1).random((60, 2))
    clusters = [str(index // 3) for index in range(60)]
    together = metrics.resampled_means(values, clusters, resamples=50)
    assert np.allclose(together[:, 1], metrics.resampled_means(values[:, 1], clusters, resamples=50))


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=8), st.floats(0.1, 10))
def test_probabilities_sum_to_one_and_keep_the_order(logits, temperature):
    probabilities = softmax(np.asarray(logits), temperature)
    assert probabilities.sum() == pytest.approx(1)
    assert np.argmax(logits) in np.flatnonzero(probabilities == probabilities.max())


def test_log_probabilities_of_huge_logits_stay_finite():
    assert np.isfinite(log_softmax(np.array([1e4, -1e4]))).all()


def test_a_temperature_of_zero_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        log_softmax(np.array([1.0, 2.0]), 0)
