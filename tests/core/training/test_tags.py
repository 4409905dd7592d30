"""Tags: which are learnt, what a data set says of them, how answers are judged, and what the losses teach."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics
from torch.nn import functional

from training.core.evaluations import Judged
from training.core.judging import best_temperature, best_thresholds, hits, losses, mean_average_precision
from training.core.label_shares import label_shares
from training.core.recipe import Recipe
from training.core.vocabulary import exclusive_places, frequent_tags, rare_tags, tag_groups, truths
from training.engine.losses import LabelLosses, balanced_weights
from training.engine.tag_losses import TagLosses

LABELS = ("aqua_eyes", "blue_eyes", "long_hair", "red_hair")


def recipe(**changes) -> Recipe:
    return Recipe(name="r", task="tags", datasets=(), labels=LABELS, **{"label_smoothing": 0.0, **changes})


def judged(logits, truth, domains=None) -> Judged:
    count = len(truth)
    named = np.array(domains or ["web"] * count)
    return Judged(np.asarray(logits, dtype=np.float32), np.asarray(truth), named, np.arange(count).astype(str))


def test_rare_tags_are_left_out_and_counted():
    labels = ["a b", "a", "a c c", "b"]
    assert frequent_tags(labels, 2) == ("a", "b")
    assert rare_tags(labels, ("a", "b")) == {"c": 1}


def test_only_colours_of_eyes_and_hair_exclude_each_other():
    assert tag_groups(LABELS) == {"aqua_eyes": "eye colour", "blue_eyes": "eye colour", "red_hair": "hair colour"}
    assert exclusive_places(LABELS) == [[0, 1]]


def test_a_data_set_says_nothing_of_tags_that_it_never_names():
    heard = {"faces": frozenset({"a", "b"}), "demo": frozenset({"c"})}
    assert truths(["a", "c"], ["faces", "demo"], ("a", "b", "c"), heard).tolist() == [[1, 0, -1], [-1, -1, 1]]


@given(st.integers(0, 30))
def test_losses_and_mean_average_precision_agree_with_scikit_learn(seed):
    generator = np.random.default_rng(seed)
    logits, truth = generator.normal(size=(20, 4)).astype(np.float32), generator.integers(0, 2, size=(20, 4))
    one = judged(logits, truth)
    probabilities = 1 / (1 + np.exp(-logits.astype(float) / 1.3))
    for row in range(3):
        expected = sklearn_metrics.log_loss(truth[row], probabilities[row], labels=[0, 1])
        assert losses(one, 1.3)[row] == pytest.approx(expected, rel=1e-5)
    present = truth.any(axis=0)
    expected = sklearn_metrics.average_precision_score(truth[:, present], logits[:, present], average="macro")
    assert mean_average_precision(one) == pytest.approx(expected)


def test_what_nobody_said_of_a_picture_changes_no_figure():
    one = judged([[2.0, 1.0, 9.0]], [[1, 0, -1]])
    assert losses(one)[0] == pytest.approx((np.log1p(np.exp(-2.0)) + np.log1p(np.exp(1.0))) / 2)
    assert hits(one).tolist() == [1.0]


def test_hits_are_the_share_of_true_labels_among_as_many_likeliest():
    one = judged([[3, 1, 2], [3, 1, 2], [3, 1, 2]], [[1, 0, 0], [0, 0, 1], [1, 1, 0]])
    assert hits(one).tolist() == [1.0, 0.0, 0.5]


def test_logits_that_are_twice_too_large_get_a_temperature_of_two():
    generator = np.random.default_rng(0)
    logits = generator.normal(size=(4000, 3))
    truth = (generator.random((4000, 3)) < 1 / (1 + np.exp(-logits))).astype(int)
    assert best_temperature(judged(2 * logits, truth)) == pytest.approx(2.0, rel=0.1)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 1)), min_size=2, max_size=25))
def test_no_other_threshold_has_a_better_f1(rows):
    shares, truth = np.array([share / 10 for share, _ in rows]), np.array([true for _, true in rows])
    if not truth.any():
        return
    (found,) = best_thresholds(shares[:, None], truth[:, None], least=1)
    ours = sklearn_metrics.f1_score(truth, shares >= found)
    for other in [*shares, 0.0, 1.1]:
        assert sklearn_metrics.f1_score(truth, shares >= other, zero_division=0) <= ours + 1e-9


def test_a_tag_with_few_pictures_takes_the_threshold_of_all_together():
    shares = np.array([[0.9, 0.2], [0.8, 0.3], [0.1, 0.6], [0.2, 0.1]])
    truth = np.array([[1, 0], [1, 0], [0, 1], [0, 0]])
    first, second = best_thresholds(shares, truth, least=2)
    assert first == pytest.approx(0.5)
    assert second == pytest.approx(0.45)


def test_drawn_pictures_decide_only_on_tags_of_which_no_real_one_tells():
    one = judged(np.zeros((2, 2)), [[1, -1], [0, 1]], ["faces", "demo"])
    assert one.deciding().targets.tolist() == [[1, -1], [-1, 1]]


def loss(one: Recipe, logits, truth, counts=(1, 1, 1, 1)) -> float:
    losses = TagLosses(one, np.array(counts))
    return float(losses(torch.tensor([logits]), torch.tensor([truth]), torch.tensor([0]))[0])


def test_the_binary_loss_is_that_of_torch_over_what_was_said():
    logits, truth = [1.0, -2.0, 0.5, 3.0], [1, 0, 1, -1]
    expected = functional.binary_cross_entropy_with_logits(
        torch.tensor(logits[:3]), torch.tensor([1.0, 0.0, 1.0]), reduction="sum"
    )
    assert loss(recipe(), logits, truth) == pytest.approx(float(expected))


def test_what_nobody_said_is_denied_with_little_weight_when_asked_for():
    logits, truth = [1.0, -2.0, 0.5, 3.0], [1, 0, 1, -1]
    denied = float(functional.binary_cross_entropy_with_logits(torch.tensor(3.0), torch.tensor(0.0)))
    assert loss(recipe(unsaid_weight=0.2), logits, truth) - loss(recipe(), logits, truth) == pytest.approx(0.2 * denied)


def test_the_asymmetric_loss_forgets_what_is_rightly_denied():
    easy, hard = loss(recipe(loss="asymmetric"), [9.0, -4.0, 9.0, 9.0], [1, 0, 1, 1]), 0.0
    hard = loss(recipe(loss="asymmetric"), [9.0, 2.0, 9.0, 9.0], [1, 0, 1, 1])
    assert easy < 1e-3 < hard
    assert easy < loss(recipe(), [9.0, -4.0, 9.0, 9.0], [1, 0, 1, 1])


def test_smoothing_stays_within_colours_of_the_same_part():
    sure, doubting = [20.0, -20.0, -20.0, -20.0], [20.0, 0.0, -20.0, -20.0]
    truth, smooth = [1, 0, 0, 0], recipe(label_smoothing=0.2)
    assert loss(smooth, doubting, truth) < loss(smooth, sure, truth)
    assert loss(recipe(), doubting, truth) > loss(recipe(), sure, truth)
    other = [0, 0, 1, 0]
    assert loss(smooth, [-20.0, -20.0, 20.0, -20.0], other) == pytest.approx(0.0, abs=1e-6), "no doubt about others"


def test_the_softmax_of_a_group_counts_where_one_of_it_is_true():
    logits = [1.0, 2.0, 0.0, 0.0]
    both = loss(recipe(group_weight=0.5), logits, [1, 0, 0, 0]) - loss(recipe(), logits, [1, 0, 0, 0])
    assert both == pytest.approx(0.5 * float(functional.cross_entropy(torch.tensor([logits[:2]]), torch.tensor([0]))))
    assert loss(recipe(group_weight=0.5), logits, [0, 0, 1, 0]) == loss(recipe(), logits, [0, 0, 1, 0])


def test_a_rare_label_weighs_more_in_both_kinds_of_loss():
    balanced = recipe(class_balance=0.999)
    counts = (10, 1000, 500, 500)
    assert loss(balanced, [0.0] * 4, [1, -1, -1, -1], counts) > loss(balanced, [0.0] * 4, [-1, 1, -1, -1], counts)
    weights = balanced_weights(np.array([10, 1000]), 0.999)
    assert weights[0] > weights[1]
    assert (weights * [10, 1000]).sum() == pytest.approx(1010)
    one = Recipe(name="r", task="style", datasets=(), labels=("anime", "cartoon"), class_balance=0.999)
    counts = np.array([[10, 1000]])
    losses = LabelLosses(one, label_shares(counts, ["web"], []), counts.sum(axis=0))
    each = losses(torch.zeros(2, 2), torch.tensor([0, 1]), torch.tensor([0, 0]))
    assert each[0] > each[1]
