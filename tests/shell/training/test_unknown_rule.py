"""Promotion sets the rule of *unknown* by the validation pictures, domains alike."""

from __future__ import annotations

import numpy as np
import pytest

from training.core.evaluations import Judged
from training.services.figures import ACCEPTED, unknown_rule


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


def test_a_domain_without_known_pictures_has_no_say_in_the_score():
    val = judged([[2.0, 0.0], [0.0, 3.0], [-90.0, -99.0]], [0, 1, -1], ["web", "web", "frames"])
    rule = unknown_rule(val, temperature=1.0)
    assert rule.score == "max_probability"
    assert rule.threshold == pytest.approx(1 / (1 + np.exp(-2.0)))


def sure(shares: list[float]) -> list[list[float]]:
    return [[float(np.log(share)), float(np.log(1 - share))] for share in shares]


def test_more_known_pictures_are_accepted_where_strangers_leave_room():
    known, strange = [0.99] * 15 + [0.9] * 4 + [0.6], [0.7] + [0.55] * 9
    val = judged(sure(known + strange), [0] * 20 + [-1] * 10, ["web"] * 30)
    rule = unknown_rule(val, temperature=1.0)
    accepted = rule.is_known(val.logits, 1.0)
    assert accepted[:20].all(), "all known, not 95 % only"
    assert accepted[20:].sum() == 1, "one stranger in ten"


def test_strangers_of_a_domain_without_known_pictures_take_that_room():
    known, strange = [0.99] * 19 + [0.6], [0.55] * 10
    val = judged(sure([*known, *strange, *[0.8] * 10]), [0] * 20 + [-1] * 20, ["web"] * 30 + ["frames"] * 10)
    rule = unknown_rule(val, temperature=1.0)
    accepted = rule.is_known(val.logits, 1.0)
    assert accepted[:20].mean() == ACCEPTED
    assert not accepted[20:].any()


def test_however_many_strangers_pass_95_of_100_known_pictures_are_accepted():
    val = judged(sure([0.6] * 100 + [0.99] * 10), [0] * 100 + [-1] * 10, ["web"] * 110)
    assert unknown_rule(val, temperature=1.0).is_known(val.logits[:100], 1.0).mean() >= ACCEPTED
