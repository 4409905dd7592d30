"""What happens to a run when a process is killed, the disk or the memory is full, a picture is broken, or it is asked
to stop: each ends with its reason, loses no epoch that was whole, and can be resumed."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from safetensors.numpy import load_file

from training.core.manifest import read_manifest
from training.core.recipe import read_recipe
from training.engine.checkpoint import checkpoint_path, whole_epochs
from training.launcher import JobError, Processes, run_job

pytestmark = pytest.mark.slow


def failure(run: Path) -> str:
    return str(json.loads((run / "failure.json").read_text())["reason"])


def wait_for(condition, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 180
    while not condition() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert process.poll() is None, "the process ended before it could be disturbed"


def train_limited(run: Path, limit: str) -> subprocess.CompletedProcess[str]:
    """Train in a process whose resources are cut once torch is loaded."""
    code = f"import resource, sys; from training.engine import train; {limit}; sys.argv = ['train', {str(run)!r}]"
    command = [sys.executable, "-c", f"{code}; train.main()"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def first_picture(run: Path) -> Path:
    """Where the first picture lies that the run learns from."""
    row = next(row for row in read_manifest(run / "manifest.csv") if row.split == "train")
    (folder,) = [Path(data.path) for data in read_recipe(run).datasets if data.name == row.dataset]
    return folder / row.file_name


def test_one_killed_process_ends_the_group_with_its_reason_and_the_run_resumes_as_if_unbroken(made_run):
    unbroken, killed = made_run("unbroken-two", epochs=3, dropout=0.0), made_run("killed-two", epochs=3, dropout=0.0)
    run_job("train", str(unbroken), processes=Processes(2))
    command = [sys.executable, "-m", "training.engine.group", "--processes", "2", "train", str(killed)]
    group = subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "OMP_NUM_THREADS": "1"})
    wait_for((killed / "state.pt").exists, group)
    progress = json.loads((killed / "progress.json").read_text())
    os.kill(progress["pid"], signal.SIGKILL)
    said = group.communicate(timeout=180)[1].decode()
    assert group.returncode == 1
    assert "was ended by SIGKILL" in said
    assert "was ended by SIGKILL" in failure(killed)
    run_job("train", str(killed), processes=Processes(2))
    assert not (killed / "failure.json").exists()
    ours, theirs = (load_file(checkpoint_path(run, 2, ema=True)) for run in (killed, unbroken))
    for name in theirs:
        assert ours[name] == pytest.approx(theirs[name], abs=1e-4), name


def test_a_full_disk_stops_the_run_with_a_sentence_and_leaves_nothing_half_written(made_run):
    run = made_run("full", epochs=1)
    ended = train_limited(run, "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))")
    assert ended.returncode == 1
    assert "the disk is full" in ended.stderr
    assert "the disk is full" in failure(run)
    assert whole_epochs(run) == []
    assert not list(run.rglob("*.part"))
    run_job("train", str(run))
    assert whole_epochs(run) == [0]


def test_too_little_memory_says_what_to_make_smaller(made_run):
    run = made_run("memory", epochs=1, size=512, resize=512)
    limit = (
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize();"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 150 * 2**20,) * 2)"
    )
    ended = train_limited(run, limit)
    assert ended.returncode == 1
    assert "out of memory; take a smaller --micro-batch-size" in ended.stderr
    assert "out of memory" in failure(run)


def test_a_picture_broken_since_the_run_was_made_is_skipped_counted_and_listed(made_run, capfd):
    run = made_run("broken", epochs=1)
    picture = first_picture(run)
    whole = picture.read_bytes()
    picture.write_bytes(whole[: len(whole) // 3])
    try:
        run_job("train", str(run))
    finally:
        picture.write_bytes(whole)
    (line,) = [json.loads(text) for text in (run / "metrics.jsonl").read_text().splitlines()]
    assert line["skipped"] == 1
    with (run / "skipped.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["file_name"].endswith(picture.name)
    assert row["reason"]
    assert f"{picture.name}: {row['reason']}" in capfd.readouterr().err


def test_a_run_asked_to_stop_ends_after_the_step_and_goes_on_later(made_run):
    run = made_run("asked", epochs=200)
    process = subprocess.Popen([sys.executable, "-m", "training.engine.train", str(run)], stderr=subprocess.PIPE)
    wait_for((run / "state.pt").exists, process)
    process.terminate()
    said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 128 + signal.SIGTERM
    assert "goes on" in said
    assert not (run / "failure.json").exists()
    assert 1 <= len(whole_epochs(run)) < 200


def test_progress_says_where_a_run_stands_and_how_long_it_will_take(made_run):
    run = made_run("progress", epochs=2)
    run_job("train", str(run))
    progress = json.loads((run / "progress.json").read_text())
    assert (progress["epoch"], progress["step"]) == (1, progress["steps"])
    assert progress["time_left_seconds"] == 0
    assert progress["pictures_per_second"] > 0
    assert progress["memory_mb"] > 50


def test_two_processes_score_every_picture_once_and_in_the_order_of_the_manifest(made_run):
    run = made_run("shared", epochs=1)
    run_job("train", str(run))
    run_job("evaluate", str(run))
    alone = dict(load_npz(run))
    run_job("evaluate", str(run), "--again", processes=Processes(2))
    shared = load_npz(run)
    assert shared.keys() == alone.keys()
    for name, values in alone.items():
        if values.dtype.kind == "f":
            assert shared[name] == pytest.approx(values, abs=1e-4), name
        else:
            assert shared[name].tolist() == values.tolist(), name


def load_npz(run: Path):
    import numpy as np

    with np.load(run / "evaluations" / "epoch-000.npz", allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays}


def test_several_nodes_need_an_address_to_meet_at():
    with pytest.raises(ValueError, match="--rendezvous HOST:PORT"):
        Processes(2, nodes=2)


def test_two_nodes_that_meet_learn_the_same_as_one(made_run):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    one, two = made_run("one-node", epochs=1, dropout=0.0), made_run("two-nodes", epochs=1, dropout=0.0)
    run_job("train", str(one))
    size = ["--processes", "1", "--nodes", "2", "--rendezvous", address]
    command = [sys.executable, "-m", "training.engine.group", *size, "train", str(two)]
    nodes = [subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1"}) for _ in range(2)]
    assert [node.wait(timeout=180) for node in nodes] == [0, 0]
    losses = [json.loads((run / "metrics.jsonl").read_text())["train_loss"] for run in (one, two)]
    assert losses[1] == pytest.approx(losses[0], abs=1e-4)


def test_a_group_that_cannot_start_says_so(made_run, capfd):
    run = made_run("typo-two", architecture="tf_efficientnet_lite9")
    with pytest.raises(JobError):
        run_job("train", str(run), processes=Processes(2))
    assert "timm knows no architecture 'tf_efficientnet_lite9'" in capfd.readouterr().err
    assert "timm knows no architecture" in failure(run)
