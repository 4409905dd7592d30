"""A PostgreSQL and a Redis of our own, in a folder and on ports of their own: the machine's are never touched."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from snn.startup.checks import StartError

PATIENCE = 60.0
"""Seconds that a server may take to answer."""


class OwnPostgres:
    """PostgreSQL with its data in a folder, for connections from this machine without a password."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.url = f"postgres://postgres@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        """Start it, its data made first where there is none, and wait until it answers.

        Raises:
            StartError: it is not installed, or does not start.
        """
        if not (self.folder / "PG_VERSION").exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:  # PostgreSQL refuses root
                shutil.chown(self.folder, "postgres", "postgres")
            self._control("init", "--options=--auth=trust --encoding=UTF8 --username=postgres")
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        options = (
            f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
        )
        self._control("start", "--wait", "--log", str(self.folder / "log"), f"--options={options}")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` in good order, `immediate` as if the power went."""
        if (self.folder / "postmaster.pid").exists():
            self._control("stop", "--wait", "--mode", mode)

    def _control(self, *arguments: str) -> None:
        command = [_pg_ctl(), "-D", str(self.folder), "--silent", *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        quiet = subprocess.DEVNULL
        done = subprocess.run(command, cwd="/", stdin=quiet, stdout=quiet, check=False)  # noqa: S603 - our own arguments
        if done.returncode:
            raise StartError(f"PostgreSQL could not {arguments[0]}; its log is {self.folder / 'log'}.")


class OwnRedis:
    """Redis that keeps nothing on disk: what it holds are messages and counts that may be lost."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.url = f"redis://127.0.0.1:{port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            StartError: it is not installed, or does not start.
        """
        program = shutil.which("redis-server")
        if program is None:
            raise StartError("Redis is not installed (Debian: apt install redis-server).")
        self.folder.mkdir(parents=True, exist_ok=True)
        options = ["--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder), "--loglevel", "warning"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own arguments
                [program, "--port", str(self.port), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                start_new_session=True,
            )
        wait_for(lambda: listens(self.port), "Redis does not start.")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None


def listens(port: int) -> bool:
    """Tell whether somebody listens on a port of this machine."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """Return a port that nobody has at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def wait_for(condition: Callable[[], bool], otherwise: str, *, seconds: float = PATIENCE) -> None:
    """Wait until something is true.

    Raises:
        StartError: `otherwise`, after so many seconds.
    """
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise StartError(otherwise)
        time.sleep(0.1)


def _pg_ctl() -> str:
    """Return the newest installed `pg_ctl`; Debian keeps it off the path."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which("pg_ctl")
    if found is None or (os.geteuid() == 0 and not _has_user("postgres")):
        raise StartError("PostgreSQL is not installed (Debian: apt install postgresql).")
    return found


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
