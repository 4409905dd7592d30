"""What a run wrote down, read back."""

from __future__ import annotations

import json

import pytest

from training.core.history import HistoryError, read_choice, read_history
from training.core.live import Progress, read_failure, read_progress


def write_lines(path, *lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_learning_and_scoring_are_joined_by_epoch(tmp_path):
    write_lines(
        tmp_path / "metrics.jsonl",
        {"epoch": 0, "train_loss": 2.0, "learning_rate": 1e-3, "seconds": 4.0, "pictures": 200},
        {"epoch": 1, "train_loss": 1.5, "learning_rate": 5e-4, "seconds": 4.0, "pictures_per_second": 61.5},
    )
    write_lines(tmp_path / "evaluations.jsonl", {"epoch": 0, "val_loss": 1.8, "top1": 0.5, "train_loss": 1.7})
    row = {"epoch": 0, "loss_ci95": [1.6, 2.0], "top1_ci95": [0.4, 0.6]}
    (tmp_path / "choice.json").write_text(json.dumps({"epoch": 0, "table": [row, {**row, "epoch": 9}]}))

    first, second = read_history(tmp_path)

    assert (first.train_loss, first.plain_train_loss, first.val_loss) == (2.0, 1.7, 1.8)
    assert first.pictures_per_second == 50.0, "worked out where the engine did not say"
    assert first.loss_ci95 == (1.6, 2.0)
    assert (second.epoch, second.top1, second.pictures_per_second) == (1, None, 61.5)


def test_a_run_that_wrote_nothing_yet_has_no_history(tmp_path):
    assert read_history(tmp_path) == ()
    assert read_choice(tmp_path) is None
    assert read_progress(tmp_path) is None
    assert read_failure(tmp_path) is None


@pytest.mark.parametrize("line", ["{broken", "[1]", '{"loss": 1}'])
def test_a_broken_line_is_named(tmp_path, line):
    (tmp_path / "metrics.jsonl").write_text(f'{{"epoch": 0}}\n{line}\n')

    with pytest.raises(HistoryError, match=r"metrics\.jsonl, line 2"):
        read_history(tmp_path)


def test_progress_tells_how_much_of_the_run_is_done(tmp_path):
    written = {"epoch": 2, "step": 5, "steps": 10, "pid": 7, "host": "here", "something_new": 1}
    (tmp_path / "progress.json").write_text(json.dumps(written))

    progress = read_progress(tmp_path)

    assert progress == Progress(epoch=2, step=5, steps=10, pid=7, host="here")
    assert progress.share(5) == 0.5
    assert progress.share(1) == 1.0


def test_a_failure_without_a_reason_still_says_so(tmp_path):
    (tmp_path / "failure.json").write_text('{"epoch": 3}')

    failure = read_failure(tmp_path)

    assert failure is not None
    assert (failure.reason, failure.epoch) == ("no reason was given", 3)


def test_a_document_that_is_none_is_named(tmp_path):
    (tmp_path / "choice.json").write_text("[]")

    with pytest.raises(HistoryError, match=r"choice\.json"):
        read_choice(tmp_path)
