"""Servers that are measured: the processor time of all processes of each adds up."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from snn.startup.checks import StartError
from snn.startup.own_servers import listens, wait_for

ROOT = Path(__file__).parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
_LONGEST_START = 180.0
_SETTLES = 3.0
_LONGEST_STOP = 15.0


class Server:
    """One server; `log` is a file that what it says goes to."""

    def __init__(self, command: list[str], environment: Mapping[str, str], port: int, log: Path) -> None:
        self._command, self._port, self._log = command, port, log
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it listens.

        Raises:
            StartError: it ended or did not come up.
        """
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        process = self._process
        wait_for(
            lambda: listens(self._port) or process.poll() is not None,
            f"{self._command[2]} does not start; see {self._log}.",
            seconds=_LONGEST_START,
        )
        time.sleep(_SETTLES)  # some listen first and fail then
        if process.poll() is not None:
            raise StartError(f"{self._command[2]} ended: {self._log.read_text(errors='replace')[-2000:]}")

    def cpu(self) -> float:
        """Return the seconds of the processor that it took so far, all its processes together."""
        return sum(ticks for _, ticks in self._processes()) / _TICKS

    def memory(self) -> int:
        """Return the bytes that its processes hold, what they share counted in parts."""
        return sum(_proportional(process) for process, _ in self._processes())

    def stop(self) -> None:
        """End it, at last without mercy."""
        if self._process is None:
            return
        for how in (signal.SIGTERM, signal.SIGKILL):
            for process, _ in self._processes():
                try:
                    os.kill(process, how)
                except ProcessLookupError:
                    continue
            end = time.monotonic() + _LONGEST_STOP
            while self._processes() and time.monotonic() < end:
                self._process.poll()  # a child that ended is there until it is asked
                time.sleep(0.05)
        self._process.wait()
        self._process = None

    def _processes(self) -> list[tuple[int, int]]:
        """Return each process with its ticks, those of its ended children among them."""
        assert self._process is not None
        running = list(_running())
        ours = {self._process.pid} | {one.pid for one in running if one.session == self._process.pid}
        while more := {one.pid for one in running if one.parent in ours} - ours:  # some begin a session of their own
            ours |= more
        return [(one.pid, one.ticks) for one in running if one.pid in ours]


class _Running(NamedTuple):
    pid: int
    parent: int
    session: int
    ticks: int


def _running() -> Iterator[_Running]:
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            state, parent, _, session, *rest = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            yield _Running(int(folder.name), int(parent), int(session), sum(map(int, rest[7:11])))


def _proportional(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
