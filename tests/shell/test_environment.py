"""A setting that cannot be used stops the program with a sentence that names it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.project.tree import ROOT


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with the real settings and some variables of its own."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DEBUG"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("SNN_PICTURE_HOURS", "a day", "SNN_PICTURE_HOURS in the environment or .env cannot be used"),
        ("DEBUG", "ture", "DEBUG in the environment or .env is 'ture'; write on or off."),
        ("CACHE_URL", "memory://", "memory"),
        ("SNN_VAR", "/dev/null/var", "/dev/null/var cannot be written (Not a directory)"),
    ],
)
def test_a_wrong_value_is_named(variable, value, reason):
    done = manage("diffsettings", **{"SECRET_KEY": "", variable: value})

    assert done.returncode == 1
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_production_demands_a_secret_key():
    done = manage("diffsettings", SNN_PRODUCTION="on", SECRET_KEY="")

    assert done.returncode == 1
    assert "SECRET_KEY must be set" in done.stderr


def test_production_and_debug_exclude_each_other():
    done = manage("diffsettings", SNN_PRODUCTION="on", SECRET_KEY="secret", DEBUG="on")

    assert done.returncode == 1
    assert "DEBUG must be off" in done.stderr


def test_a_laptop_makes_its_key_once_and_keeps_it_to_itself(tmp_path):
    for _ in range(2):
        assert manage("diffsettings", SNN_VAR=str(tmp_path), SECRET_KEY="").returncode == 0
        keys = {path.read_text() for path in tmp_path.glob("secret_key")}

    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["secret_key"]
