"""Figures over the folds of one recipe: few pictures of a domain, each judged by a network that did not learn from it.

    manage.py train --name fold-1 --fold frames=1/3 … ; manage.py choose fold-1      # and so on
    python -m benchmarks.folds var/runs/fold-1 var/runs/fold-2 var/runs/fold-3 [--score energy] [--json]

Of each run the chosen epoch is taken, with its own temperature, and the judged pictures of all are put together, by
domain. Pictures that every fold judges (web pictures have a validation part of their own, strangers' frames may) count
once for each. `--score` says by what the AUROC tells strangers: networks with a companion learnt to by the energy.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from classifier.core.report import Scored, classification_report
from classifier.core.unknown import SCORES, Score, UnknownRule
from training.core.evaluations import Judged, evaluation_path, read_judged
from training.core.judging import best_temperature

COLUMNS = ("domain", "n", "top-1", "top-5", "calibration error", "strangers", "AUROC")


def main() -> None:
    """Parse the command line, put the folds together, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", type=Path)
    parser.add_argument("--score", choices=SCORES, default="max_probability")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = together([calibrated(run) for run in asked.runs], asked.score)
    print(json.dumps(found) if asked.json else table(found))


def together(folds: Sequence[Judged], score: Score = "max_probability") -> dict[str, dict[str, Any]]:
    """Return by domain what `evaluate` says of pictures, over all folds; their logits are calibrated already."""
    everything = Judged(
        np.concatenate([fold.logits for fold in folds]),
        np.concatenate([fold.targets for fold in folds]),
        np.concatenate([fold.domains for fold in folds]),
        np.concatenate([fold.clusters for fold in folds]),
    )
    rule = UnknownRule(score, 0.0, "none is needed for figures")
    found = {}
    for domain in sorted(set(everything.domains.tolist())):
        of_domain = everything.where(everything.domains == domain)
        scored = Scored(of_domain.logits, of_domain.targets, of_domain.clusters.tolist())
        found[domain] = classification_report(scored, temperature=1.0, unknown=rule)
    return found


def table(found: dict[str, dict[str, Any]]) -> str:
    """Say the figures in Markdown."""
    lines = [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    for domain, report in found.items():
        if report["n"]:
            unknown = report["unknown"]
            auroc = "" if unknown["auroc"] is None else f"{unknown['auroc']:.3f}"
            shares = f"{_share(report, 'top1')} | {_share(report, 'top5')} | {report['ece']:.3f}"
            lines.append(f"| {domain} | {report['n']} | {shares} | {unknown['n']} | {auroc} |")
    return "\n".join(lines)


def _share(report: dict[str, Any], name: str) -> str:
    low, high = report[f"{name}_ci95"]
    return f"{report[name]:.3f} [{low:.3f}, {high:.3f}]"


def calibrated(run: Path) -> Judged:
    """Return what the chosen epoch of a run said, at its own temperature but with the energy that it had before."""
    epoch = json.loads((run / "choice.json").read_text(encoding="utf-8"))["epoch"]
    judged = read_judged(evaluation_path(run, epoch), "val")
    cooled = judged.logits / best_temperature(judged.deciding())
    moved = np.logaddexp.reduce(judged.logits, axis=1) - np.logaddexp.reduce(cooled, axis=1)
    return Judged((cooled + moved[:, None]).astype(np.float32), judged.targets, judged.domains, judged.clusters)


if __name__ == "__main__":
    main()
