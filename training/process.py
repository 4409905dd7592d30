"""The process that trains a run: whether it lives, how it is asked to end, and one run a host at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from training.core.live import Progress, read_progress


class HostBusyError(BlockingIOError):
    """This host is at work on another run; the message names it."""


def this_host() -> str:
    """Return the name by which runs know this machine."""
    return socket.gethostname()


def lives(progress: Progress | None, run: Path, *, stale_after: float = 90.0, now: float) -> bool:
    """Tell whether the process that wrote `progress.json` still trains.

    On this host it is looked up; of another host only the age of the file is known: older than `stale_after` seconds
    at the time `now` (seconds since 1970) counts as ended.
    """
    if progress is None or not progress.pid:
        return False
    if progress.host == this_host():
        return _trains(progress.pid, run)
    try:
        return now - (run / "progress.json").stat().st_mtime < stale_after
    except FileNotFoundError:
        return False


def stop_path(run: Path) -> Path:
    """Return the file that asks whoever started the run, on whatever host, to end it."""
    return run / "stop"


def ask_to_stop(run: Path) -> None:
    """Ask the run's process to end after the step under way; on this host it is told at once."""
    stop_path(run).touch()
    end_process(run)


def end_process(run: Path) -> bool:
    """Send SIGTERM to the process that trains a run on this host; tell whether there was one."""
    progress = read_progress(run)
    if progress is None or progress.host != this_host() or not _trains(progress.pid, run):
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(progress.pid, signal.SIGTERM)
    return True


@contextlib.contextmanager
def host_to_itself(name: str) -> Iterator[None]:
    """Hold this host for one run; the system lets go of it however the process ends.

    Raises:
        HostBusyError: another run is at work here.
    """
    path = Path(settings.SNN_RUNS) / f".host-{this_host()}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            busy_with = file.read().strip() or "another run"
            raise HostBusyError(f"this host is busy with {busy_with}") from error
        file.truncate(0)
        file.write(name)
        file.flush()
        yield


@contextlib.contextmanager
def host_if_free(name: str, tell: Callable[[str], object]) -> Iterator[None]:
    """Hold this host, so that workers wait; where it is held already, tell so and go on beside the other."""
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(host_to_itself(name))
        except HostBusyError as busy:
            tell(f"Note: {busy}. Both will be slower.")
        yield


def _trains(pid: int, run: Path) -> bool:
    """Tell whether a process of this number is the engine at this run: numbers are used again."""
    if not Path("/proc/self").exists():  # not Linux: the number alone has to do
        return exists(pid)
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return any(run.name.encode() == Path(os.fsdecode(word)).name.encode() for word in command if word)


def exists(pid: int) -> bool:
    """Tell whether this host has a process of that number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid > 0
