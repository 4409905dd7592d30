"""What it is worth to expect shows of a domain: `manage.py ensemble NAME RUN --expect frames=0.5` before it is done.

    manage.py train --name plain --fold frames=1/1 … ; manage.py choose plain     # learns no known frame
    python -m benchmarks.seen_shares var/runs/plain --domain frames [--json]

A network that learnt no known picture of the domain judges all of them. Shows that have some there are then made
likelier, as if the domain were always told rightly, and the right show counts once as one of them (*its show seen*:
other frames of it were to be had), once as one that has none (*not seen*: only the others are made likelier).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.folds import calibrated
from classifier.core.calibration import Floats
from classifier.core.metrics import cross_entropies, hits_at
from training.core.evaluations import Judged
from training.core.label_shares import expected_offsets
from training.core.manifest import read_manifest
from training.core.recipe import read_recipe

SHARES = (None, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
COLUMNS = ("share", "its show seen: top-1", "top-5", "loss", "not seen: top-1", "top-5", "loss")


def main() -> None:
    """Parse the command line, try the shares, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--domain", default="frames")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    judged = calibrated(asked.run)
    known = judged.where((judged.domains == asked.domain) & (judged.targets >= 0))
    tried = list(trials(known, training_counts(asked.run), asked.domain))
    print(json.dumps(tried) if asked.json else table(tried, len(known.targets)))


def training_counts(run: Path) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Return how many known training pictures of each domain each label has (D, C), and the domains."""
    labels = read_recipe(run).labels
    rows = [row for row in read_manifest(run / "manifest.csv") if row.split == "train" and row.role == "known"]
    domains = sorted({row.domain for row in rows})
    counts = np.zeros((len(domains), len(labels)), dtype=np.int64)
    for row in rows:
        counts[domains.index(row.domain), labels.index(row.label)] += 1
    return counts, domains


def trials(
    known: Judged, learnt: tuple[npt.NDArray[np.int64], list[str]], domain: str
) -> Iterator[dict[str, float | None]]:
    """Yield the figures of each share; the first is of the network as it is."""
    counts, domains = learnt
    if domain in domains:
        raise SystemExit(f"the run learnt known pictures of {domain}: give it --fold {domain}=1/1")
    seen = np.bincount(known.targets, minlength=counts.shape[1])
    for share in SHARES:
        moved = {"seen": known.logits.copy(), "unseen": known.logits.copy()}
        if share is not None:
            moved["seen"] += _offsets(counts, domains, seen, domain, share)
            for row, label in enumerate(known.targets):
                others = np.where(np.arange(len(seen)) == label, 0, seen)
                moved["unseen"][row] += _offsets(counts, domains, others, domain, share)
        yield {"share": share} | {
            f"{case}_{name}": figure
            for case, logits in moved.items()
            for name, figure in _figures(logits, known.targets).items()
        }


def _offsets(
    counts: npt.NDArray[np.int64], domains: list[str], seen: npt.NDArray[np.int64], domain: str, share: float
) -> npt.NDArray[np.float32]:
    return expected_offsets(np.vstack([counts, seen]), [*domains, domain], domain, share)


def _figures(logits: Floats, targets: npt.NDArray[np.int64]) -> dict[str, float]:
    return {
        "top1": float(hits_at(logits, targets, 1).mean()),
        "top5": float(hits_at(logits, targets, 5).mean()),
        "loss": float(cross_entropies(logits, targets, 1.0).mean()),
    }


def table(tried: list[dict[str, Any]], count: int) -> str:
    """Say the figures in Markdown."""
    lines = [f"n = {count}", "", f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    for trial in tried:
        figures = (f"{trial[f'{case}_{name}']:.3f}" for case in ("seen", "unseen") for name in ("top1", "top5", "loss"))
        lines.append(f"| {'as it is' if trial['share'] is None else trial['share']} | {' | '.join(figures)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
