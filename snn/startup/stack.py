"""The whole of `docker-compose.yml` without Docker: servers of our own, web, workers and beat, all ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings

from snn.startup.checks import StartError
from snn.startup.own_servers import PATIENCE, OwnPostgres, OwnRedis, free_port, listens, wait_for

CELERY = (sys.executable, "-m", "celery", "-A", "snn")


class Program:
    """One of our processes, in a group of its own: Ctrl-C reaches it through us, in order."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        self.name, self._command, self._environment = name, command, environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        """Whether it was started and did not end."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it."""
        self._process = subprocess.Popen(  # noqa: S603 - our own arguments
            self._command,
            cwd=settings.BASE_DIR,
            env={**os.environ, **self._environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it with all its children, and wait for it; after a while without mercy."""
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, how)
            self._process.wait(PATIENCE)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None


class Stack:
    """PostgreSQL, Redis, and the programs that work with them."""

    def __init__(self, folder: Path, *, port: int, environment: Mapping[str, str] | None = None) -> None:
        self.postgres = OwnPostgres(folder / "postgres", free_port())
        self.redis = OwnRedis(folder / "redis", free_port())
        self.port = port
        self.environment = {
            "DATABASE_URL": self.postgres.url,
            "CELERY_BROKER_URL": f"{self.redis.url}/1",
            "CACHE_URL": f"{self.redis.url.replace('redis', 'rediscache', 1)}/0",
            **(environment or {}),
        }
        self.programs: dict[str, Program] = {}

    def run(self, name: str, *command: str, **environment: str) -> Program:
        """Start a program under a name."""
        program = Program(name, list(command), {**self.environment, **environment})
        program.start()
        self.programs[name] = program
        return program

    def web(self) -> Program:
        """Prepare what is missing, serve, and wait until the port is open."""
        program = self.run("web", sys.executable, "manage.py", "start", "--port", str(self.port))
        wait_for(lambda: listens(self.port) or not program.runs, "The web process does not start.", seconds=1800)
        if not program.runs:
            raise StartError("The web process ended.")
        return program

    def worker(self, name: str, queue: str, *options: str) -> Program:
        """Start a worker of a queue."""
        level = ("--loglevel", self.environment.get("LOG_LEVEL", "INFO"))
        return self.run(name, *CELERY, "worker", "-Q", queue, "-n", f"{name}@%h", *level, *options)

    def beat(self) -> Program:
        """Start what wakes the workers every few seconds."""
        return self.run("beat", *CELERY, "beat", "--loglevel", "WARNING")

    def stop(self) -> None:
        """End everything, the servers last."""
        for program in reversed(self.programs.values()):
            program.stop()
        self.redis.stop()
        self.postgres.stop()


def run_stack(*, port: int, say: Callable[[str], None]) -> None:
    """Run everything until Ctrl-C, or until one of the programs ends.

    Raises:
        StartError: something does not start, or ended by itself.
    """
    stack = Stack(Path(settings.VAR) / "stack", port=port)
    try:
        say("Starting a PostgreSQL and a Redis of our own.")
        stack.postgres.start()
        stack.redis.start()
        stack.web()
        stack.worker("cpu-worker", "predict")
        stack.worker("training-worker", "training", "--pool", "solo")
        stack.beat()
        say("Everything runs. Ctrl-C ends it.")
        wait_for(lambda: any(not program.runs for program in stack.programs.values()), "", seconds=float("inf"))
        ended = next(name for name, program in stack.programs.items() if not program.runs)
        raise StartError(f"{ended} ended by itself, so everything was stopped.")
    finally:
        stack.stop()
