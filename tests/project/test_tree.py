"""What git holds: short files, pinned packages, pictures of our own, and no path of anybody's machine."""

from __future__ import annotations

import re

import pytest

from tests.project.tree import read, tracked

MAX_LINES = 400
CODE = {".py", ".html", ".css", ".js"}
FOREIGN = ("static/vendor/",)
"""Files that others wrote, kept as they came."""

PICTURE = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".svg", ".ico"}
OUR_PICTURES = ("static/img/", "docs/network-curves.svg", "docs/style-networks.svg")
"""Where pictures that the project drew itself may lie."""

# Put together here so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(
    "|".join("/" + folder + "/" for folder in ("work", "root", "home/[a-z]+", "Users", "opt/wheels"))
)


def _is_ours(name: str) -> bool:
    return not name.startswith(FOREIGN)


@pytest.mark.parametrize("file", [f for f in tracked() if f.suffix in CODE and _is_ours(f.as_posix())], ids=str)
def test_a_file_holds_one_idea(file):
    lines = read(file).count("\n")

    assert lines <= MAX_LINES, f"{file} has {lines} lines"


def test_pictures_in_git_are_those_the_project_drew():
    foreign = [f for f in tracked() if f.suffix.lower() in PICTURE and not f.as_posix().startswith(OUR_PICTURES)]

    assert foreign == []


def test_no_file_names_a_path_of_a_machine():
    found = []
    for file in tracked():
        try:
            text = read(file)
        except UnicodeDecodeError:
            continue
        found += [f"{file}: {hit.group()}" for hit in MACHINE_PATHS.finditer(text)]

    assert found == []


def test_nothing_that_the_program_writes_is_in_git():
    assert [f for f in tracked() if f.parts[0] in {"var", ".venv"} or f.name in {".env", "db.sqlite3"}] == []


def _pins(file: str) -> dict[str, str]:
    """Name and version of each requirement, without extras and comments."""
    lines = [line.split("#")[0].strip() for line in read(file).splitlines()]
    required = [line for line in lines if line and not line.startswith("-r ")]
    loose = [line for line in required if not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.+]+", line)]
    assert loose == [], f"{file}: not pinned to one version"
    pins = (re.sub(r"\[\w+\]", "", line).split("==") for line in required)
    return {name.lower(): version for name, version in pins}


@pytest.mark.parametrize(
    "file", ["requirements.in", "requirements.txt", "requirements-torch.txt", "requirements-dev.txt"]
)
def test_requirements_are_pinned(file):
    assert _pins(file)


def test_the_compiled_requirements_hold_what_was_asked_for():
    assert _pins("requirements.in").items() <= _pins("requirements.txt").items()


def test_the_web_process_installs_no_torch():
    assert not {"torch", "torchvision", "timm"} & set(_pins("requirements.txt"))
