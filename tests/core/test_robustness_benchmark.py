"""The benchmark of robustness: what another input of the network would change, and how surely."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.robustness import change, other_inputs
from classifier.core.preprocess import InputSpec

SPEC = InputSpec(size=8, resize=8, mean=(0.5,) * 3, std=(0.5,) * 3, views=("center", "start"))


def test_the_other_inputs_turn_round_what_the_card_says():
    others = other_inputs(SPEC)
    assert others["borders cut"].cut_borders
    assert others["mirrored views, too"].views == ("center", "start", "center-flip", "start-flip")

    again = other_inputs(others["mirrored views, too"])
    assert again["no mirrored views"] == SPEC
    assert other_inputs(others["borders cut"])["borders left in"] == SPEC


def test_what_became_right_and_what_became_wrong_are_counted():
    found = {"as sent": np.array([1, 0, 0, -1]), "dark": np.array([1, 1, 1, 0])}

    counted = change(found)

    assert counted["by distortion"] == {"as sent": [1, 1], "dark": [3, 0]}
    assert counted["gain"] == pytest.approx(3 / 8)
    low, high = counted["gain_ci95"]
    assert low < 3 / 8 < high


def test_pictures_that_change_alike_leave_no_doubt():
    assert change({"dark": np.ones(5, dtype=int)})["gain_ci95"] == [1, 1]
