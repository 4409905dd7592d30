"""`manage.py start`, for real: from an empty folder to a page, again quickly, and with a sentence when it cannot."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.project.tree import ROOT

pytestmark = pytest.mark.slow

QUICK_SECONDS = 20
"""A second start takes less than 5 seconds on a machine that has nothing else to do; tests share theirs."""


class Start:
    """One run of `manage.py start`; `output` is what it printed, complete once it has ended."""

    def __init__(self, var: Path, *, port: int) -> None:
        self.port = port
        self.began = time.monotonic()
        self.log = var.with_suffix(f".{port}.log")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SNN_", "DJANGO_"))}
        mine = {
            "SNN_VAR": str(var),
            "DATABASE_URL": f"sqlite:///{var}/db.sqlite3",
            "CACHE_URL": f"filecache://{var}/cache",
        }
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "start", "--port", str(port)],
                cwd=ROOT,
                env=inherited | mine | {"WEB_CONCURRENCY": "2", "PYTHONWARNINGS": ""},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def get(self, path: str = "/") -> int:
        """Ask for a page and return its status."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as page:
            return page.status

    def wait_for_page(self, *, seconds: float) -> float:
        """Wait until the front page answers; return the seconds since the start."""
        while time.monotonic() - self.began < seconds and self.process.poll() is None:
            try:
                assert self.get() == 200
            except OSError:
                time.sleep(0.1)
            else:
                return time.monotonic() - self.began
        raise AssertionError(f"No page after {seconds} seconds:\n{self.output}")

    def end(self) -> int:
        """Press Ctrl-C and return the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)  # as a terminal does: to every process of the group
        return self.process.wait(timeout=30)

    @property
    def output(self) -> str:
        return self.log.read_text()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def started(var: Path) -> Iterator[Start]:
    start = Start(var, port=free_port())
    try:
        yield start
    finally:
        start.process.kill()
        start.process.wait()


def refused(var: Path, *, port: int) -> str:
    """Start, expect exit code 1 without a traceback, and return what was said."""
    start = Start(var, port=port)
    assert start.process.wait(timeout=60) == 1
    assert "Traceback" not in start.output
    return start.output


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> tuple[Path, str]:
    """A folder in which SNN was started once and ended, and what it said."""
    var = tmp_path_factory.mktemp("house") / "var"
    with started(var) as start:
        start.wait_for_page(seconds=300)
        assert start.end() == 0
    return var, start.output


def test_the_first_start_says_where_the_page_is_and_how_to_become_admin(first):
    _, output = first

    assert "SNN is at http://127.0.0.1:" in output
    assert "manage.py createsuperuser" in output
    assert "Traceback" not in output


def test_the_first_start_draws_frames_and_knows_the_catalogue(first):
    var, output = first

    assert "45 shows were added to the catalogue." in output
    assert len(list((var / "media" / "frames").rglob("*.*"))) >= 12 * 36


def test_a_second_start_is_quick_and_does_nothing_again(first):
    var, _ = first

    with started(var) as start:
        seconds = start.wait_for_page(seconds=60)
        start.end()

    assert seconds < QUICK_SECONDS
    assert start.output.strip().startswith("SNN is at ")


def test_ctrl_c_ends_it_without_a_word(first):
    var, _ = first

    with started(var) as start:
        start.wait_for_page(seconds=60)
        assert start.end() == 0

    assert start.output.strip().endswith("then open /admin/.")


def test_connections_that_say_nothing_keep_nobody_waiting(first):
    var, _ = first

    with started(var) as start, ExitStack() as silent:
        start.wait_for_page(seconds=60)
        for _ in range(20):
            silent.enter_context(socket.create_connection(("127.0.0.1", start.port), timeout=5))
        asked = time.monotonic()

        assert start.get("/shows/") == 200
        assert time.monotonic() - asked < 10


def test_a_taken_port_is_named(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        said = refused(tmp_path / "var", port=port)

    assert said.strip() == f"Port {port} is taken by another program. Take another one: PORT={port + 1} make run"


def test_a_damaged_database_is_named(tmp_path):
    var = tmp_path / "var"
    var.mkdir()
    (var / "db.sqlite3").write_bytes(b"this was a database once" * 1000)

    said = refused(var, port=free_port())

    assert f"The database {var}/db.sqlite3 is damaged" in said
