"""Starts the jobs of the engine as processes of their own, so that nothing here ever imports torch."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

# A step on a CPU takes and gives back the same large blocks again and again. By default glibc hands each of them to the
# system, which has to clear every page anew; kept, they make a step 1.9 times as fast (docs/training.md). And threads
# that wait for one another should sleep: spinning, they take the core from the process that prepares pictures.
ENVIRONMENT = {
    "MALLOC_MMAP_THRESHOLD_": str(4 * 2**30),
    "MALLOC_TRIM_THRESHOLD_": str(16 * 2**30),
    "MALLOC_TOP_PAD_": str(256 * 2**20),
    "OMP_WAIT_POLICY": "PASSIVE",
}
_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


class JobError(RuntimeError):
    """A job of the engine that did not end well; what it said stands on stderr."""


STANDARD_ERROR = 2
"""By its number: in a Celery worker `sys.stderr` is a log, which no other process can write to."""


@dataclass(frozen=True)
class Processes:
    """How many processes share a job: `each` on every one of `nodes`, which meet at `rendezvous` (HOST:PORT)."""

    each: int = 1
    nodes: int = 1
    rendezvous: str = ""

    def __post_init__(self) -> None:
        if self.each < 1 or self.nodes < 1:
            raise ValueError("a job needs at least one process on at least one node")
        if self.nodes > 1 and not self.rendezvous:
            raise ValueError("several nodes need --rendezvous HOST:PORT, an address that all of them reach")


def run_job(job: str, *arguments: str, processes: Processes = Processes()) -> None:
    """Run `training.engine.<job>` to its end, in one process or in a group under torchrun.

    Raises:
        JobError: torch is not installed, or the job ended with an error or by a signal.
    """
    if importlib.util.find_spec("torch") is None:
        raise JobError("training needs torch: `make torch` installs requirements-torch.txt")
    command = [sys.executable, "-m", f"training.engine.{job}", *arguments]
    environment = {**ENVIRONMENT, **os.environ, "PYTHONPATH": str(settings.BASE_DIR)}
    if processes.each * processes.nodes > 1:
        size = ["--processes", str(processes.each), "--nodes", str(processes.nodes)]
        meeting = ["--rendezvous", processes.rendezvous] if processes.rendezvous else []
        command = [sys.executable, "-m", "training.engine.group", *size, *meeting, job, *arguments]
        # Each process gets its share of the cores; torchrun's default is one.
        environment.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // processes.each)))
    ended = subprocess.run(  # noqa: S603
        command,
        env=environment,
        cwd=Path(settings.BASE_DIR),
        stdout=STANDARD_ERROR,  # stdout belongs to the command that was asked
        check=False,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )
    if ended.returncode:
        how = f"by signal {-ended.returncode}" if ended.returncode < 0 else f"with exit code {ended.returncode}"
        raise JobError(f"{job} ended {how}; what it said stands above")


def _end_with_parent() -> None:
    """Let the kernel end this process when the command that started it is killed, so that no job trains on unseen."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
