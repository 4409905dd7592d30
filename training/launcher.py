"""Starts the jobs of the engine as processes of their own, so that nothing here ever imports torch."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


class JobError(RuntimeError):
    """A job of the engine that did not end well; what it said stands on stderr."""


def run_job(job: str, *arguments: str, processes: int = 1) -> None:
    """Run `training.engine.<job>` to its end, in one process or in a group under torchrun.

    Raises:
        JobError: torch is not installed, or the job ended with an error or by a signal.
    """
    if importlib.util.find_spec("torch") is None:
        raise JobError("training needs torch: `make torch` installs requirements-torch.txt")
    module = f"training.engine.{job}"
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(settings.BASE_DIR)}
    if processes > 1:
        torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)]
        command = [sys.executable, *torchrun, "-m", module, *arguments]
        # Each process gets its share of the cores; torchrun's default is one.
        environment.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // processes)))
    ended = subprocess.run(  # noqa: S603
        command,
        env=environment,
        cwd=Path(settings.BASE_DIR),
        stdout=sys.stderr,  # stdout belongs to the command that was asked
        check=False,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )
    if ended.returncode:
        how = f"by signal {-ended.returncode}" if ended.returncode < 0 else f"with exit code {ended.returncode}"
        raise JobError(f"{job} ended {how}; what it said stands above")


def _end_with_parent() -> None:
    """Let the kernel end this process when the command that started it is killed, so that no job trains on unseen."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
