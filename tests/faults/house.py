"""A house under fault: `make stack`'s servers and programs, a tiny network, and somebody who sends pictures."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from snn.startup.own_servers import free_port, listens, wait_for
from snn.startup.stack import Stack
from tests.faults.stand_ins import FULL, HOLD
from tests.project.tree import ROOT
from tests.tiny_network import picture, write_model

SETUP = """
import sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from classifier.services import activate_version, create_version
activate_version(create_version(Path(sys.argv[1]), "show"))
from django.db import connection
connection.cursor().execute('''
CREATE TABLE ends (upload_id bigint);
CREATE FUNCTION note_end() RETURNS trigger AS $$ BEGIN
    INSERT INTO ends VALUES (NEW.id); RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER note_end AFTER UPDATE ON classifier_upload FOR EACH ROW
    WHEN (OLD.status = 'queued' AND NEW.status <> 'queued') EXECUTE FUNCTION note_end();
''')
"""
"""Migrate, let a tiny network answer, and let the database itself note each time that an upload ends."""

IN_A_BATCH = "SELECT count(*) FROM classifier_upload WHERE status = 'queued' AND claimed_until > now()"

TOKEN = "a" * 32

PATIENCE = 900.0
"""Seconds after which a step has failed; on a machine with little else to do all of them take a minute and a half."""


class House:
    """The running house; `send` is a visitor who does not give up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "SNN_VAR": str(folder / "var"),
            "SNN_MEDIA": str(folder / "media"),
            "SNN_PREDICTOR": "tests.faults.stand_ins.HeldPredictor",
            "SNN_UPLOADS_PER_MINUTE": "1000000",
            "SNN_LEASE_SECONDS": "4",
            "SNN_BATCH_SIZE": "16",
            "WEB_CONCURRENCY": "1",
            "WEB_THREADS": "16",
            "OMP_NUM_THREADS": "1",
            "SECRET_KEY": "faults",
            "LOG_LEVEL": "ERROR",
        }
        self.stack = Stack(folder, port=free_port(), environment=environment)

    def start(self) -> None:
        """Start everything."""
        self.stack.postgres.start()
        self.stack.redis.start()
        (self.folder / "var" / "static").mkdir(parents=True)  # WhiteNoise warns where it is missing
        write_model(self.folder / "tiny")
        self._python("-c", SETUP, str(self.folder / "tiny"))
        self.start_web()
        for name in ("first", "second"):
            self.start_worker(name)
        self.stack.beat()

    def start_web(self) -> None:
        """Serve, and wait until the port is open."""
        self.stack.run("web", sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", PORT=str(self.stack.port))
        wait_for(lambda: listens(self.stack.port), "The web process does not start.")

    def start_worker(self, name: str) -> None:
        """Start a worker that answers."""
        self.stack.worker(name, "predict", "--pool", "solo", "--without-mingle", "--without-gossip")

    def kill(self, name: str) -> None:
        """End a program as if the power went."""
        self.stack.programs[name].stop(signal.SIGKILL)

    @contextmanager
    def disk_full(self) -> Iterator[None]:
        """Let the disk be full for a while."""
        (self.folder / FULL).touch()
        yield
        (self.folder / FULL).unlink()

    @contextmanager
    def at_a_batch(self) -> Iterator[None]:
        """Let a worker be in the middle of a batch for a while."""
        (self.folder / HOLD).touch()
        wait_for(lambda: self.number(IN_A_BATCH) > 0, "No worker is at a batch.", seconds=PATIENCE)
        yield
        (self.folder / HOLD).unlink()

    def number(self, query: str) -> int:
        """Ask the database for one number."""
        return self.rows(query)[0][0]

    def send(self, numbers: Iterator[int]) -> None:
        """Send picture after picture; what is refused or breaks off is sent again, like a person would."""
        for number in numbers:
            while not self._sent(number):
                pass

    def rows(self, query: str) -> list[tuple[int, ...]]:
        """Ask the database."""
        with psycopg.connect(self.stack.postgres.url, autocommit=True) as connection:
            return connection.execute(query).fetchall()  # type: ignore[arg-type]

    def _sent(self, number: int) -> bool:
        colour = (number % 256, number // 256 * 20, 128)
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="picture"; filename="a.png"\r\n\r\n'
        body = head.encode() + picture(colour, (16, 9)) + f"\r\n--{edge}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={edge}",
            "Accept": "application/json",
            "Cookie": f"csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.stack.port, timeout=30)
        try:
            connection.request("POST", "/recognise/", body, headers)
            answer = connection.getresponse()
            return answer.status == 201 and bool(json.load(answer)["uploads"])
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _python(self, *arguments: str) -> None:
        environment = {**self.stack.environment, "PATH": "/usr/bin:/bin"}
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, timeout=300)
