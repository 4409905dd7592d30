"""Few pictures judged fold by fold are put together, each by the network that did not learn from it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from benchmarks.folds import _calibrated, table, together
from training.core.evaluations import Judged, evaluation_path, write_judged


def judged(right: int, wrong: int, strangers: int = 0, domain: str = "frames") -> Judged:
    count = right + wrong + strangers
    logits = np.zeros((count, 7), dtype=np.float32)
    logits[:right, 0] = 5
    logits[right : right + wrong, 1] = 5
    targets = np.zeros(count, dtype=np.int64)
    targets[right + wrong :] = -1
    return Judged(logits, targets, np.array([domain] * count), np.array([f"video {n}" for n in range(count)]))


def test_every_picture_of_every_fold_counts_once():
    found = together([judged(3, 1), judged(0, 4), judged(1, 1, strangers=5)])
    assert (found["frames"]["n"], found["frames"]["top1"]) == (10, pytest.approx(0.4))
    assert found["frames"]["unknown"]["n"] == 5
    assert found["frames"]["unknown"]["auroc"] == 1.0


def test_domains_stand_apart_and_strangers_alone_make_no_line():
    found = together([judged(2, 0, domain="shows"), judged(0, 1), judged(0, 0, strangers=3, domain="cartoons")])
    lines = table(found).splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| frames", "| shows"]
    assert "| 0.000 [0.000, 0.000] |" in lines[2]


def test_the_chosen_epoch_is_taken_at_its_own_temperature(tmp_path):
    for epoch, of_epoch in enumerate((judged(4, 0), judged(3, 1))):
        write_judged(evaluation_path(tmp_path, epoch), {"val": of_epoch})
    (tmp_path / "choice.json").write_text(json.dumps({"epoch": 1}))
    [report] = together([_calibrated(tmp_path)]).values()
    assert report["top1"] == pytest.approx(0.75)
    assert report["ece"] == pytest.approx(0, abs=0.02), "as sure as it is right"
