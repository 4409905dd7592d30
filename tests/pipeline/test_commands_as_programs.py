"""The commands as another program runs them: JSON and nothing else on stdout, the rest on stderr, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.tree import ROOT
from tests.tiny_network import COLOURS, picture, write_model

pytestmark = pytest.mark.slow


@pytest.fixture
def unprepared(tmp_path):
    """Run `manage.py` in a process of its own with a fresh house in a temporary folder."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "SNN_VAR": str(tmp_path / "var"),
        "SNN_MEDIA": str(tmp_path / "media"),
        "DJANGO_SETTINGS_MODULE": "snn.settings",
    }

    def manage(*arguments: object, **changes: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        settings = environment | changes
        return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)

    return manage


@pytest.fixture
def manage(unprepared):
    """Run `manage.py` in a house whose database is prepared."""
    assert unprepared("migrate", "--verbosity", "0").returncode == 0
    return unprepared


@pytest.fixture
def pictures(tmp_path) -> Path:
    folder = tmp_path / "pictures"
    for label, colour in COLOURS.items():
        (folder / label).mkdir(parents=True)
        (folder / label / "1.png").write_bytes(picture(colour))
    return folder


PROMOTE = """
from pathlib import Path
from classifier.services import activate_version, create_version
activate_version(create_version(Path({folder!r}), "show"))
"""


def test_classify_evaluate_and_rollback_as_programs(manage, pictures, tmp_path):
    refused = manage("classify", pictures, "--json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "No network answers for the task show yet" in refused.stderr

    write_model(tmp_path / "export")
    assert manage("shell", "-v", "0", "-c", PROMOTE.format(folder=str(tmp_path / "export"))).returncode == 0

    classified = manage("classify", pictures, tmp_path / "absent.png", "--json")
    lines = [json.loads(line) for line in classified.stdout.splitlines()]
    assert [len(line.get("predictions", [])) for line in lines] == [5] * 6 + [0]
    assert lines[-1] == {"path": str(tmp_path / "absent.png"), "error": "No such file or directory."}
    assert classified.returncode == 1
    assert "1 could not be read." in classified.stderr

    whole = manage("classify", pictures, "--json")
    assert (whole.returncode, whole.stderr) == (0, "")

    evaluated = manage("evaluate", pictures, "--task", "show", "--json")
    assert (evaluated.returncode, evaluated.stderr) == (0, "")
    assert json.loads(evaluated.stdout)["top1"] == 1.0

    absent = manage("evaluate", tmp_path / "absent", "--task", "show", "--json")
    assert (absent.returncode, absent.stdout) == (1, "")
    assert "absent" in absent.stderr

    rolled_back = manage("rollback", "--task", "show", "--json")
    assert (rolled_back.returncode, rolled_back.stdout) == (1, "")
    assert "No earlier version" in rolled_back.stderr


@pytest.mark.parametrize("command", [["demo"], ["classify", "a.png"], ["rollback", "--task", "show"]])
def test_a_database_without_tables_is_a_sentence(unprepared, command):
    done = unprepared(*command)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith(
        "is not prepared: `make run` does that, or .venv/bin/python manage.py migrate."
    )
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_a_sentence(unprepared):
    done = unprepared("classify", "a.png", DATABASE_URL="postgres://nobody@127.0.0.1:9/none")
    assert done.returncode == 1
    assert "at 127.0.0.1:9 does not answer" in done.stderr
    assert "Traceback" not in done.stderr
