"""The benchmark of suggestions measures both sides on as many shows as asked for."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.project.tree import ROOT


def test_it_measures_both_sides():
    command = [sys.executable, "-m", "benchmarks.titles", "--shows", "90", "--rounds", "1", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    figures = json.loads(done.stdout)
    assert figures["shows"] == 90
    assert figures["names"] > 180
    assert len(figures["queries"]) == 10
    assert figures["slowest_ms"] == max(spent["ours"] for spent in figures["queries"].values())
    assert done.returncode == (0 if figures["slowest_ms"] <= 50 else 1)
