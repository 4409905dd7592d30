"""Processes that draw leave nothing behind, however their parent ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from catalog.core.demo.pool import spread
from tests.project.tree import ROOT

PARENT = """
import signal, sys
from catalog.core.demo.pool import spread
from tests.core.demo.test_pool import leave_a_note_and_wait
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that runs tests in the background ignores it
    try:
        list(spread(leave_a_note_and_wait, [sys.argv[1]] * 64, processes=2))
    except KeyboardInterrupt:
        sys.exit("stopped")
"""


def leave_a_note(path: Path) -> None:
    path.touch()


def leave_a_note_and_wait(folder: str) -> None:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(1)


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _all_gone(processes: list[int], *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while any(map(_alive, processes)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(_alive, processes))


@pytest.fixture
def parent(tmp_path):
    """A program, in a process group of its own, whose processes have begun to work."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    notes = tmp_path / "notes"
    notes.mkdir()
    with subprocess.Popen(
        [sys.executable, str(script), str(notes)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        while len(list(notes.iterdir())) < 2 and process.poll() is None:
            time.sleep(0.05)
        process.workers = [int(note.name) for note in notes.iterdir()]
        yield process
        process.kill()


def test_all_jobs_are_done_and_counted(tmp_path):
    notes = [tmp_path / str(number) for number in range(20)]

    assert list(spread(leave_a_note, notes, processes=2)) == list(range(1, 21))
    assert all(note.exists() for note in notes)


def test_whoever_stops_early_does_not_wait_for_the_rest(tmp_path):
    notes = [tmp_path / str(number) for number in range(400)]

    with closing(spread(leave_a_note, notes, processes=1)) as counts:
        next(counts)

    assert len(list(tmp_path.iterdir())) < 400


def test_ctrl_c_is_answered_by_the_parent_alone(parent):
    os.killpg(parent.pid, signal.SIGINT)

    assert parent.communicate(timeout=60)[1].strip() == "stopped"
    assert _all_gone(parent.workers, seconds=30)


def test_processes_end_with_a_parent_that_was_killed(parent):
    parent.kill()

    assert _all_gone(parent.workers, seconds=30)
