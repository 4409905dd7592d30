"""`make` finds a Python, installs once, and says in a sentence what is missing."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.project.tree import ROOT, read


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    outer = {"ARGS", "PORT", "PYTHON", "VENV"}  # of the make that may be running this test
    inherited = {name: value for name, value in os.environ.items() if name not in outer and not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, env=inherited, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def program(tmp_path):
    """A function that writes a small program and returns its path."""

    def write(name: str, script: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return write


def test_make_alone_lists_what_can_be_done():
    listed = re.findall(r"^([a-z]+) +\S", make().stdout, flags=re.MULTILINE)

    assert set(listed) == set(re.findall(r"^([a-z]+):", read("Makefile"), flags=re.MULTILINE))


def test_an_old_python_is_refused_and_nothing_is_made(program, tmp_path):
    old = program("python3.9", '[ "$1" = --version ] && echo "Python 3.9.18" || exit 1')

    done = make("run", f"PYTHON={old}", f"VENV={tmp_path}/venv")

    assert done.returncode != 0
    assert f"SNN needs Python 3.11 or newer; {old} is Python 3.9.18." in done.stderr
    assert "make run PYTHON=" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_a_python_that_is_not_there_is_named(tmp_path):
    done = make("run", "PYTHON=python3.99", f"VENV={tmp_path}/venv")

    assert done.returncode != 0
    assert "python3.99 is not here" in done.stderr


def test_a_full_disk_is_named_before_anything_is_downloaded(program, tmp_path):
    program("bin/df", "echo header; echo /dev/disk 100 99 2048 99% /")
    program("venv/bin/python", "echo no pip should run; exit 1")

    done = make("run", f"VENV={tmp_path}/venv", f"PATH={tmp_path}/bin:{os.environ['PATH']}")

    assert done.returncode != 0
    assert "Installing needs 700 MB of disk, and 2 MB are free here." in done.stderr
    assert "no pip should run" not in done.stdout


def test_what_could_not_be_installed_is_tried_again_next_time(program, tmp_path):
    program("venv/bin/python", "echo tried >> " + str(tmp_path / "tries") + "; exit 1")

    for _ in range(2):
        done = make("run", f"VENV={tmp_path}/venv")
        assert done.returncode != 0
        assert "Not everything of requirements.txt could be installed" in done.stderr

    assert (tmp_path / "tries").read_text() == "tried\n" * 2


def test_requirements_are_installed_once(program, tmp_path):
    calls = tmp_path / "calls"
    program("venv/bin/python", f'echo "$@" >> {calls}')

    for _ in range(2):
        assert make("run", f"VENV={tmp_path}/venv", "PORT=8123").returncode == 0

    install, *starts = calls.read_text().splitlines()
    assert install.endswith("-r requirements.txt")
    assert starts == ["manage.py start --port 8123"] * 2
