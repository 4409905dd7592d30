"""The network says that it does not know at one stated operating point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.core.unknown import UnknownRule, threshold_accepting


def test_a_picture_is_known_when_its_likeliest_show_is_likely_enough():
    rule = UnknownRule(score="max_probability", threshold=0.6, operating_point="")
    logits = np.log(np.array([[0.7, 0.2, 0.1], [0.5, 0.3, 0.2]]))
    assert rule.is_known(logits, temperature=1.0).tolist() == [True, False]


def test_temperature_moves_the_decision():
    rule = UnknownRule(score="max_probability", threshold=0.6, operating_point="")
    assert not rule.is_known(np.log([[0.7, 0.2, 0.1]]), temperature=4.0)[0]


def test_a_rule_over_logits_does_not_care_for_temperature():
    rule = UnknownRule(score="max_logit", threshold=2.0, operating_point="")
    assert rule.is_known(np.array([[3.0, 0.0]]), temperature=99.0)[0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_at_least_the_stated_share_is_accepted_and_no_higher_threshold_would_do(scores):
    values = np.asarray(scores)
    threshold = threshold_accepting(values, np.ones(len(values)), 0.95)
    assert (values >= threshold).mean() >= 0.95
    assert (values > threshold).mean() < 0.95


def test_each_domain_weighs_the_same_however_many_pictures_it_has():
    scores = np.array([0.9] * 90 + [0.1] * 10)
    weights = np.array([1 / 90] * 90 + [1 / 10] * 10)
    assert threshold_accepting(scores, weights, 0.5) == pytest.approx(0.9)
    assert threshold_accepting(scores, weights, 0.55) == pytest.approx(0.1)


def test_a_score_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="score"):
        UnknownRule(score="hunch", threshold=0.5, operating_point="")


def test_energy_counts_every_likely_show_and_not_the_first_alone():
    rule = UnknownRule(score="energy", threshold=2.5, operating_point="")
    assert rule.is_known(np.array([[2.0, 2.0], [2.0, -9.0]]), temperature=1.0).tolist() == [True, False]
