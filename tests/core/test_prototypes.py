"""Prototypes beside the outputs of a network."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.core.calibration import softmax
from classifier.core.prototypes import (
    NEW,
    STRANGER,
    PrototypeRule,
    Trial,
    fit_rule,
    found,
    joined_logits,
    lost,
    prototype,
)

RULE = PrototypeRule(scale=4.0, bias=1.0)


def unit(*values: float) -> np.ndarray:
    return np.asarray(values) / np.linalg.norm(values)


def test_a_prototype_is_the_mean_direction():
    found = prototype(np.stack([unit(1, 0)] * 3 + [unit(0, 1)] * 3))
    np.testing.assert_allclose(found, unit(1, 1))


def test_frames_without_an_embedding_do_not_count():
    four = [unit(1, 0)] * 4
    assert prototype(np.stack([*four, np.zeros(2)])) is None
    np.testing.assert_allclose(prototype(np.stack([*four, np.zeros(2), unit(1, 0)])), unit(1, 0))


def test_frames_that_point_everywhere_have_no_direction():
    assert prototype(np.stack([unit(1, 0)] * 3 + [unit(-1, 0)] * 3)) is None


def test_the_logit_of_a_prototype_is_linear_in_the_cosine():
    logits = np.array([[2.0, 0.0], [0.0, 2.0]])
    embeddings = np.stack([unit(1, 0), unit(0, 1)])
    joined = joined_logits(logits, embeddings, np.array([unit(1, 0)]), temperature=2.0, rule=RULE)
    np.testing.assert_allclose(joined[:, :2], logits)
    np.testing.assert_allclose(joined[:, 2], [1 + 2 * 5, 1 + 2 * 1])


def test_an_offset_of_the_logits_changes_no_probability():
    logits, embeddings = np.array([[2.0, 0.0, -1.0]]), np.array([unit(1, 2)])
    joined = [
        joined_logits(moved, embeddings, np.array([unit(1, 1)]), temperature=0.5, rule=RULE)
        for moved in (logits, logits + 7)
    ]
    np.testing.assert_allclose(softmax(joined[0], 0.5), softmax(joined[1], 0.5))


def test_without_prototypes_nothing_changes():
    logits = np.array([[2.0, 0.0]], dtype=np.float32)
    assert joined_logits(logits, np.ones((1, 2)), np.empty((0, 2)), temperature=1, rule=RULE) is logits


def trial(seed: int, *, apart: float, sure: float = 4) -> Trial:
    """300 pictures of five known shows, of which the network is so sure, 100 of a new one and 100 strangers."""
    draw = np.random.default_rng(seed)
    targets = np.concatenate([np.repeat(np.arange(5), 60), np.full(100, NEW), np.full(100, STRANGER)])
    logits = draw.normal(0, 1, (500, 5))
    logits[np.arange(300), targets[:300]] += sure
    cosines = draw.normal(0, 0.15, 500)
    cosines[targets == NEW] += apart
    return Trial(logits, cosines, targets)


def test_the_rule_costs_the_others_no_more_than_is_bearable():
    trials = [trial(seed, apart=0.3) for seed in range(3)]
    for bearable in (0.0, 0.01, 0.1):
        rule = fit_rule(trials, bearable=bearable)
        assert np.mean([lost(one, rule) for one in trials]) <= bearable + 1e-9
    patient, greedy = (fit_rule(trials, bearable=bearable) for bearable in (0.0, 0.1))
    assert np.mean([found(one, greedy) for one in trials]) > np.mean([found(one, patient) for one in trials])


def test_the_farther_apart_the_more_is_found():
    near, far = ([trial(seed, apart=apart) for seed in range(3)] for apart in (0.1, 0.8))
    shares = [np.mean([found(one, fit_rule(trials)) for one in trials]) for trials in (near, far)]
    assert shares[1] > 0.9 > shares[0]
    strangers = np.mean([found(one, fit_rule(far), target=STRANGER) for one in far])
    assert strangers < 0.3


def test_strangers_are_spared_even_where_known_shows_could_bear_more():
    trials = [trial(seed, apart=0.8, sure=20) for seed in range(3)]
    rule = fit_rule(trials)

    assert np.mean([found(one, rule) for one in trials]) > 0.9
    assert np.mean([found(one, rule, target=STRANGER) for one in trials]) < 0.3


def test_a_rule_needs_a_trial_and_a_scale():
    with pytest.raises(ValueError, match="at least one show"):
        fit_rule([])
    with pytest.raises(ValueError, match="scale of prototypes must be above 0"):
        PrototypeRule(0.0, 1.0)
