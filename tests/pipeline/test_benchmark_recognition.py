"""The benchmark of recognition measures both sides, says where the difference goes, and leaves nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.project.tree import ROOT
from tests.tiny_network import write_model

pytestmark = pytest.mark.slow


def benchmark(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.recognition", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_it_measures_both_sides_and_the_steps_between(tmp_path):
    write_model(tmp_path / "model")
    done = benchmark("--model", tmp_path / "model", "--rounds", 3, "--json")
    assert done.stderr == ""
    figures = json.loads(done.stdout)
    assert (figures["network"], figures["passes"], figures["rounds"]) == ("show-tiny", 1, 3)
    assert figures["picture"]["size"] == [1280, 720]
    for clock in ("wall", "processor"):
        ms = {name: spent[clock] for name, spent in figures["ms"].items()}
        assert all(spent > 0 for spent in ms.values()), ms
        steps = ("decode", "hash", "preprocess", "network", "ranking", "database and the rest")
        assert sum(ms[name] for name in steps) == pytest.approx(ms["ours"], rel=0.5)  # medians do not add up exactly
        assert figures["ratio"][clock] == pytest.approx(ms["ours"] / ms["bare"])
    assert done.returncode == (0 if figures["ratio"]["wall"] <= 2.0 else 1)
