"""The likeliest shows, their confidence, and when a picture counts as unknown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from classifier.core.ranking import confidence_word, top_shows
from classifier.core.unknown import UnknownRule

ALWAYS = UnknownRule("max_probability", 0.0, "everything is known")


def rank(logits, *, unknown=ALWAYS, temperature=1.0, nameable=None, learnt=None, k=5):
    nameable = np.ones(len(logits), dtype=bool) if nameable is None else np.array(nameable)
    return top_shows(np.array(logits), temperature=temperature, unknown=unknown, nameable=nameable, learnt=learnt, k=k)


def test_the_likeliest_come_first_with_the_probability_among_all_outputs():
    ranking = rank(np.log([0.05, 0.4, 0.1, 0.2, 0.05, 0.15, 0.05]))
    assert [p.output for p in ranking.predictions] == [1, 3, 5, 2, 0]
    assert [p.confidence for p in ranking.predictions] == pytest.approx([0.4, 0.2, 0.15, 0.1, 0.05])
    assert ranking.known
    assert ranking.reason == ""


def test_a_higher_temperature_is_less_confident_and_keeps_the_order():
    sharp, soft = rank([3.0, 1.0, 0.0]), rank([3.0, 1.0, 0.0], temperature=2.0)
    assert [p.output for p in sharp.predictions] == [p.output for p in soft.predictions]
    assert soft.predictions[0].confidence < sharp.predictions[0].confidence


def test_a_show_that_may_not_be_named_is_passed_over_and_its_probability_goes_to_nobody():
    ranking = rank(np.log([0.2, 0.7, 0.1]), nameable=[True, False, True])
    assert [(p.output, round(p.confidence, 6)) for p in ranking.predictions] == [(0, 0.2), (2, 0.1)]


def test_a_picture_most_like_a_show_that_may_not_be_named_is_unknown():
    ranking = rank(np.log([0.2, 0.7, 0.1]), nameable=[True, False, True])
    assert not ranking.known
    assert ranking.reason == "It looks most like a show that is not listed here."


def test_a_masked_show_that_is_not_the_likeliest_leaves_the_picture_known():
    assert rank(np.log([0.2, 0.7, 0.1]), nameable=[False, True, True]).known


def test_where_nothing_may_be_named_there_is_no_prediction():
    ranking = rank([1.0, 2.0], nameable=[False, False])
    assert ranking.predictions == ()
    assert not ranking.known


def test_below_the_threshold_five_shows_are_still_named():
    rule = UnknownRule("max_probability", 0.5, "half")
    ranking = rank(np.log([0.49, 0.31, 0.1, 0.05, 0.03, 0.02]), unknown=rule)
    assert not ranking.known
    assert ranking.reason == "It is not enough like any show that the network knows."
    assert len(ranking.predictions) == 5


def test_the_rule_sees_shows_that_may_not_be_named():
    rule = UnknownRule("max_logit", 5.0, "by hand")
    assert rank([6.0, 5.5, 0.0], unknown=rule, nameable=[True, False, True]).known
    assert not rank([4.0, 4.5, 0.0], unknown=rule).known


logits = arrays.arrays(np.float32, st.integers(1, 40), elements=st.floats(-80, 80, width=32))


@pytest.mark.parametrize(("other", "known"), [(0.4, False), (0.6, True)])
def test_a_show_that_the_network_never_learnt_may_be_strange_to_it(other, known):
    never = UnknownRule("energy", 9.0, "nothing is known")
    logits = np.log([*np.full(4, (1 - other) / 4), other])
    assert rank(logits, unknown=never, learnt=4).known is known
    assert not rank(logits, unknown=never).known


def test_the_rule_is_about_what_the_network_learnt():
    rule = UnknownRule("max_probability", 0.75, "by hand")
    logits = np.log([0.5, 0.05, 0.05, 0.4])
    assert not rank(logits, unknown=rule).known
    assert rank(logits, unknown=rule, learnt=3).known


@given(logits, st.floats(0.1, 10), st.data())
def test_confidences_are_probabilities_in_falling_order(values, temperature, data):
    nameable = data.draw(arrays.arrays(bool, len(values)))
    ranking = rank(values, temperature=temperature, nameable=nameable)
    confidences = [p.confidence for p in ranking.predictions]
    assert len(confidences) == min(5, nameable.sum())
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert sum(confidences) <= 1 + 1e-9
    assert confidences == sorted(confidences, reverse=True)
    assert all(nameable[p.output] for p in ranking.predictions)


@pytest.mark.parametrize(
    ("confidence", "word"),
    [
        (1.0, "almost certain"),
        (0.95, "almost certain"),
        (0.949, "very likely"),
        (0.8, "very likely"),
        (0.6, "likely"),
        (0.35, "possible"),
        (0.349, "a guess"),
        (0.0, "a guess"),
    ],
)
def test_a_confidence_has_a_word(confidence, word):
    assert confidence_word(confidence) == word
