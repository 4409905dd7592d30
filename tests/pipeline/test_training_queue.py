"""A run is started, chosen and promoted from its page by a Celery worker, over a real Redis."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from snn.startup.own_servers import wait_for
from tests import servers
from tests.pipeline.conftest import TINY_RECIPE, write_colours
from tests.project.tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.redis]

PREPARE = """
import json, sys
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
call_command("migrate", verbosity=0)
get_user_model().objects.create_superuser("keeper", "keeper@example.org", "a keeper's word")
from training.services import create_run
create_run(name="queued", folders=[sys.argv[1]], options=json.loads(sys.argv[2]))
"""

PRESS = """
import sys
import django
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client
keeper = Client()
keeper.force_login(get_user_model().objects.get(username="keeper"))
assert keeper.post("/training/queued/steer/", {"action": sys.argv[1]}, headers={"host": "localhost"}).status_code == 302
"""

STANDING = "SELECT condition, job_state, note FROM training_trainingrun WHERE name = 'queued'"


class Desk:
    """A keeper at the pages, and a worker of the queue `training`, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | {
            "DJANGO_SETTINGS_MODULE": "snn.settings",
            "SNN_VAR": str(folder / "var"),
            "DATABASE_URL": f"sqlite:///{folder / 'keeper.sqlite3'}",
            "CELERY_BROKER_URL": servers.REDIS,
            "SECRET_KEY": "desk",
            "OMP_NUM_THREADS": "1",
        }

    def run(self, *arguments: str) -> str:
        """Run Python, and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def is_at_rest(self, condition: str) -> bool:
        """Tell whether no job of the run waits or is at work; then it must be in that condition."""
        with closing(sqlite3.connect(self.folder / "keeper.sqlite3")) as database:
            found, job, note = database.execute(STANDING).fetchone()
        assert job or found == condition, note
        return not job


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.run(PREPARE, str(write_colours(tmp_path / "colours")), json.dumps(TINY_RECIPE | {"epochs": 1}))
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "snn", "worker", "-Q", "training", "--pool", "solo", "-l", "WARNING"],
        cwd=ROOT,
        env=desk.environment,
        stdout=(log := (tmp_path / "worker.log").open("w")),
        stderr=subprocess.STDOUT,
    )
    yield desk
    worker.terminate()
    worker.wait(60)
    log.close()


def test_each_button_on_the_page_of_a_run_is_done_by_a_worker(desk):
    for button, condition in (("train", "trained"), ("choose", "chosen"), ("promote", "promoted")):
        desk.run(PRESS, button)
        wait_for(lambda wanted=condition: desk.is_at_rest(wanted), f"The run is not {condition}.", seconds=300)
