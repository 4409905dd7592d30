"""Labels with how sure each is: one of them counts, or those that reach their thresholds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.core.calibration import sigmoid
from classifier.core.labels import LabelScore, grouped, label_scores
from tests.tiny_network import tiny_card

STYLE = tiny_card(task="style", labels=("anime", "cartoon"))
TAGS = tiny_card(task="tags", labels=("red_hair", "blue_eyes", "indoors"), thresholds=(0.5, 0.9, 0.2))


def test_of_one_label_a_picture_the_likeliest_counts_and_all_sum_to_one():
    scores = label_scores(np.array([0.0, 2.0]), STYLE)
    assert [(score.label, score.counts) for score in scores] == [("cartoon", True), ("anime", False)]
    assert sum(score.confidence for score in scores) == pytest.approx(1.0)
    assert scores[0].confidence == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_of_many_labels_those_count_that_reach_their_own_threshold():
    scores = {score.label: score for score in label_scores(np.array([0.0, 2.0, -1.0]), TAGS)}
    assert scores["red_hair"] == LabelScore("red_hair", 0.5, counts=True)  # just at its threshold
    assert not scores["blue_eyes"].counts  # 0.88
    assert scores["indoors"].counts  # 0.27


def test_the_temperature_applies_before_the_sigmoid():
    (first, *_) = label_scores(np.array([0.0, 4.0, 0.0]), replace(TAGS, temperature=2.0))
    assert first.confidence == pytest.approx(1 / (1 + np.exp(-2.0)))


@given(st.lists(st.floats(-60, 60), min_size=3, max_size=3))
def test_confidences_fall_and_lie_between_0_and_1(logits):
    confidences = [score.confidence for score in label_scores(np.array(logits), TAGS)]
    assert confidences == sorted(confidences, reverse=True)
    assert 0 <= confidences[-1] <= confidences[0] <= 1


def test_a_sigmoid_never_overflows():
    with np.errstate(over="raise", invalid="raise"):
        assert sigmoid(np.array([-1e4, 0.0, 1e4])).tolist() == pytest.approx([0.0, 0.5, 1.0])


def test_groups_come_in_the_order_of_their_likeliest_label_and_what_has_none_is_last():
    scores = [LabelScore(name, 0.5, counts=True) for name in ("indoors", "blue_eyes", "red_hair", "green_eyes")]
    groups = {"blue_eyes": "eye colour", "green_eyes": "eye colour", "red_hair": "hair colour"}
    found = {name: [score.label for score in some] for name, some in grouped(scores, groups).items()}
    assert found == {"eye colour": ["blue_eyes", "green_eyes"], "hair colour": ["red_hair"], "other": ["indoors"]}
    assert list(found) == ["eye colour", "hair colour", "other"]
