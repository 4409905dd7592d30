"""What expecting shows of a domain is worth, where the right show is one of them and where it is not."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.seen_shares import SHARES, table, trials
from training.core.evaluations import Judged

LEARNT = np.array([[50, 50, 50, 50]]), ["web"]
KNOWN = Judged(np.zeros((2, 4), np.float32), np.array([0, 1]), np.array(["frames"] * 2), np.array(["a", "b"]))


def test_the_first_row_is_the_network_as_it_is():
    first, *_ = trials(KNOWN, LEARNT, "frames")
    assert first["share"] is None
    assert first["seen_loss"] == first["unseen_loss"] == pytest.approx(np.log(4))


def test_a_share_is_what_the_right_show_gains_where_seen_and_loses_where_not():
    [most] = [trial for trial in trials(KNOWN, LEARNT, "frames") if trial["share"] == 0.8]
    assert most["seen_loss"] == pytest.approx(-np.log(0.8 / 2))  # two shows have frames here
    assert most["unseen_loss"] == pytest.approx(-np.log(0.2 / 3))  # the right one aside, one has


def test_a_run_that_learnt_from_the_domain_cannot_judge_it():
    with pytest.raises(SystemExit, match="--fold frames=1/1"):
        list(trials(KNOWN, (LEARNT[0], ["frames"]), "frames"))


def test_the_table_has_a_row_for_each_share():
    lines = table(list(trials(KNOWN, LEARNT, "frames")), 2).splitlines()
    assert lines[0] == "n = 2"
    assert len(lines) == 4 + len(SHARES)
    assert lines[4].startswith("| as it is | ")
