"""Promotion sets the rule of *unknown* by the validation pictures, domains alike."""

from __future__ import annotations

import numpy as np
import pytest

from training.core.evaluations import Judged
from training.services.promotion import unknown_rule


def judged(logits: list[list[float]], targets: list[int], domains: list[str]) -> Judged:
    return Judged(
        np.asarray(logits, dtype=np.float32),
        np.asarray(targets),
        np.asarray(domains),
        np.asarray([str(n) for n in range(len(targets))]),
    )


def test_a_score_that_parts_known_from_strange_clearly_better_is_taken():
    # The strangers are as sure as the known, but their logits are small.
    val = judged([[9.0, 0.0], [0.0, 8.0], [3.0, -6.5], [-6.0, 3.0]], [0, 1, -1, -1], ["web"] * 4)
    rule = unknown_rule(val, temperature=1.0)
    assert rule.score == "max_logit"
    assert rule.is_known(val.logits, 1.0).tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("surer", "taught", "taken"),
    [(1, "max_probability", "max_probability"), (5, "max_probability", "max_logit"), (5, "energy", "energy")],
)
def test_a_little_better_than_what_was_taught_is_not_enough(surer, taught, taken):
    # Strangers surer than one of the ten known, with small logits: each takes 0.01 off the AUROC of probabilities only.
    known = [[9.0, 0.0]] * 9 + [[0.0, 7.0]]
    strange = [[1.0, -6.5]] * surer + [[0.1, 0.0]] * (10 - surer)
    val = judged([*known, *strange], [0] * 9 + [1] + [-1] * 10, ["web"] * 20)
    assert unknown_rule(val, 1.0, taught).score == taken


def test_without_strangers_the_likeliest_show_has_to_be_likely():
    val = judged([[2.0, 0.0], [0.0, 3.0]], [0, 1], ["web"] * 2)
    assert unknown_rule(val, temperature=1.0).score == "max_probability"


def test_a_domain_without_known_pictures_has_no_say():
    val = judged([[2.0, 0.0], [0.0, 3.0], [9.0, 9.0]], [0, 1, -1], ["web", "web", "frames"])
    rule = unknown_rule(val, temperature=1.0)
    assert rule.score == "max_probability"
    assert rule.threshold == pytest.approx(1 / (1 + np.exp(-2.0)))
