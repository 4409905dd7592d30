"""The walls between the rooms stand: each contract of `.importlinter` fails when somebody breaks it."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.tree import ROOT

PLANTS = {
    "islands": ("catalog/models/shows.py", "import classifier.models"),
    "pure-cores": ("catalog/core/titles.py", "import django"),
    "engine-without-django": ("training/engine/__init__.py", "import django"),
    "web-without-torch": ("snn/urls.py", "def lazily():\n    import torch"),
    "torch-by-its-path": ("classifier/worker.py", "def lazily():\n    import classifier.predictors.torch"),
    "islands-inside-classifier": ("classifier/models/uploads.py", "import classifier.services"),
    "islands-inside-games": ("games/core/title.py", "import games.session"),
    "islands-inside-training": ("training/services/work.py", "import training.tasks"),
    "islands-inside-catalog": ("catalog/models/shows.py", "import catalog.services"),
}


def _contracts() -> dict[str, str]:
    """Id and name of every contract."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return {
        section.removeprefix("importlinter:contract:"): parser[section]["name"]
        for section in parser.sections()
        if section.startswith("importlinter:contract:")
    }


def _lint(tree: Path, contract: str) -> subprocess.CompletedProcess[str]:
    lint = "from importlinter.cli import lint_imports_command as lint; lint()"
    return subprocess.run(
        [sys.executable, "-c", lint, "--no-cache", "--contract", contract],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code that a test may spoil."""
    for package in ("snn", "catalog", "classifier", "games", "training"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.onnx"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_every_contract_is_tried_below():
    assert set(PLANTS) == set(_contracts())


@pytest.mark.parametrize("contract", PLANTS)
def test_a_broken_wall_is_seen(contract, tree):
    untouched = _lint(tree, contract)
    assert untouched.returncode == 0, untouched.stdout

    file, forbidden = PLANTS[contract]
    with (tree / file).open("a") as module:
        module.write(f"\n{forbidden}\n")
    broken = _lint(tree, contract)

    assert broken.returncode == 1
    assert f"{_contracts()[contract]} BROKEN" in broken.stdout
