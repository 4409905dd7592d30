"""Few pictures judged fold by fold are put together, each by the network that did not learn from it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from benchmarks.folds import calibrated, table, together
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
    [report] = together([calibrated(tmp_path)]).values()
    assert report["top1"] == pytest.approx(0.75)
    assert report["ece"] == pytest.approx(0, abs=0.02), "as sure as it is right"


def test_strangers_are_told_by_the_energy_as_the_network_gave_it(tmp_path):
    flat = np.zeros((4, 7), dtype=np.float32)
    flat[:, 0] = [3, 3, 9, 9]
    flat += np.array([[4], [4], [-8], [-8]], dtype=np.float32)  # surer of the strangers, but of less energy
    clusters = np.array([f"video {n}" for n in range(4)])
    one = Judged(flat, np.array([0, 1, -1, -1]), np.array(["frames"] * 4), clusters)
    write_judged(evaluation_path(tmp_path, 0), {"val": one})
    (tmp_path / "choice.json").write_text(json.dumps({"epoch": 0}))
    found = calibrated(tmp_path)
    assert together([found], "energy")["frames"]["unknown"]["auroc"] == 1.0
    assert together([found])["frames"]["unknown"]["auroc"] == 0.0
    assert np.logaddexp.reduce(found.logits, axis=1) == pytest.approx(np.logaddexp.reduce(flat, axis=1), abs=1e-4)
