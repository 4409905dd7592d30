"""The benchmark of the choice of epoch: rules choose on one half and are scored on the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.choice import RESULTS, add_lines, read_lines
from benchmarks.choice_data import write_data_set
from benchmarks.choice_judging import OURS, RULES, Line, halves, judge_run
from benchmarks.choice_table import table
from catalog.core.imagefolder import Row, read_dataset
from tests.project.tree import read
from training.core.evaluations import Judged, evaluation_path, write_judged

LABELS, CLUSTERS, EPOCHS = 3, 12, 6


def judged(sharpness: float, right: float, seed: int) -> Judged:
    """Pictures of which a share is answered rightly, all of them as sure as `sharpness` says."""
    draw = np.random.default_rng(seed)
    targets = np.repeat(np.arange(LABELS), CLUSTERS * 4)
    said = np.where(draw.random(len(targets)) < right, targets, (targets + 1) % LABELS)
    return Judged(
        logits=(sharpness * np.eye(LABELS)[said]).astype(np.float32),
        targets=targets,
        domains=np.full(len(targets), "web"),
        clusters=np.array([f"{target}-{n % CLUSTERS}" for n, target in enumerate(targets)]),
    )


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run that is best at epoch 2, and sure of ever more that is wrong."""
    for epoch, right in enumerate((0.5, 0.7, 0.9, 0.8, 0.7, 0.6)):
        parts = {"val": judged(3 + epoch, right, seed=1), "train": judged(3 + epoch, 0.9 + epoch / 100, seed=2)}
        write_judged(evaluation_path(tmp_path, epoch), parts)
    return tmp_path


def test_each_rule_chooses_on_one_half_and_is_scored_on_the_other_and_the_other_way_round(run):
    lines = judge_run(run, "drawn", seed=0)
    assert [(line.half, line.rule) for line in lines] == [(half, rule) for half in (0, 1) for rule in RULES]
    assert sum(line.pictures for line in lines if line.rule == OURS) == LABELS * CLUSTERS * 4
    taken = {line.rule: line for line in lines if line.half == 0}
    assert taken[OURS].epoch == taken["min-loss"].epoch == taken["max-top1"].epoch == 2
    assert taken["last"].epoch == EPOCHS - 1
    assert taken["last"].overfitted_from is not None
    assert taken["last"].loss > taken[OURS].loss == taken[OURS].best_loss
    assert taken["last"].loss_more == pytest.approx(taken["last"].loss - taken[OURS].loss)
    assert taken["last"].top1_more == pytest.approx(taken["last"].top1 - taken[OURS].top1)
    assert taken["last"].top1_more_se > 0 == taken[OURS].top1_more_se


def test_no_cluster_stands_in_both_halves_and_every_label_stands_in_each():
    pictures = judged(1, 1, seed=0)
    first = halves(pictures, seed=3)
    assert not set(pictures.clusters[first]) & set(pictures.clusters[~first])
    assert set(pictures.targets[first]) == set(pictures.targets[~first]) == set(range(LABELS))
    assert first.mean() == pytest.approx(0.5)
    assert (halves(pictures, seed=4) != first).any()


def test_results_are_added_and_read_back(run, tmp_path):
    lines = judge_run(run, "drawn", seed=0)
    path = tmp_path / "results.csv"
    add_lines(path, lines[:4])
    add_lines(path, [replace(line, overfitted_from=None) for line in lines[4:]])
    found = read_lines(path)
    assert [(line.rule, line.epoch, line.half) for line in found] == [
        (line.rule, line.epoch, line.half) for line in lines
    ]
    assert (found[0].overfitted_from, found[-1].overfitted_from) == (lines[0].overfitted_from, None)
    assert found[3].loss == pytest.approx(lines[3].loss, abs=1e-5)
    assert list(tmp_path.glob("*.part")) == []


def line(dataset: str, rule: str, more: float, error: float) -> Line:
    return Line(dataset, 0, 0, rule, 3, 9, None, 100, 1.0, 0.5, more, error, -more, error, 0.9, 0.6)


def test_the_table_gives_every_rule_its_difference_with_an_interval():
    lines = [line(name, rule, 0.0 if rule == OURS else 0.1, 0.03) for name in ("one", "two") for rule in RULES]
    rows = table(lines).splitlines()
    assert "| one | min-loss | 3 | 1.000 | +0.100 [+0.041, +0.159] | 0.500 | -0.100 [-0.159, -0.041] |" in rows
    assert f"| one | {OURS} | 3 | 1.000 |  | 0.500 |  |" in rows
    together = next(row for row in rows if row.startswith("| **all** | last |"))
    assert "+0.100 [+0.058, +0.142]" in together, "two independent data sets are narrower by the root of two"


def test_a_data_set_is_written_whole_with_the_labels_and_clusters_that_were_asked_for(tmp_path):
    picture = tmp_path / "a.png"
    picture.write_bytes(b"picture")
    folder = write_data_set(tmp_path / "made", [(Row("a.png", picture, 2), "anime", "a show")])
    (row,) = read_dataset(folder)
    assert (row.label, row.cluster, row.split) == ("anime", "a show", "")
    assert row.path.read_bytes() == b"picture"
    assert write_data_set(folder, []) == folder, "what is there stays"
    assert len(read_dataset(folder)) == 1


def test_the_document_holds_the_table_of_the_committed_results():
    assert table(read_lines(RESULTS)) in read("docs/choice.md")
