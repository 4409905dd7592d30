"""Draw what a sweep came to: `sweep.svg`.

python -m training.engine.sweep_curves FOLDER
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from matplotlib import pyplot as plt

from training.core.sweep import LOWER_IS_BETTER
from training.core.whole_file import replacing
from training.engine.curves import GREY, INK, RED, STYLE

MOST_PANELS = 4
MOST_TICKS = 5
Runs = list[dict[str, Any]]


def main() -> None:
    """Parse the command line and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the sweep, with its sweep.json")
    folder = parser.parse_args().folder
    try:
        draw(json.loads((folder / "sweep.json").read_text(encoding="utf-8")), folder / "sweep.svg")
    except (OSError, KeyError, ValueError) as error:
        sys.exit(f"drawing stopped: {error}")


def draw(document: dict[str, Any], path: Path) -> None:
    """Draw the rounds, and beside them the first round by each option that was varied."""
    sweep = document["sweep"]
    runs = [run for run in document["runs"].values() if run["value"] is not None]
    names = list(sweep["space"])[:MOST_PANELS]
    with plt.rc_context(STYLE):
        figure, panels = plt.subplots(1, 1 + len(names), figsize=(4 + 3 * len(names), 4), sharey=True, squeeze=False)
        _rounds(panels[0][0], runs, sweep)
        for panel, name in zip(panels[0][1:], names, strict=True):
            _option(panel, name, [run for run in runs if run["epochs"] == sweep["rungs"][0]])
        panels[0][0].set_title(sweep["name"], loc="left", color=INK)
        figure.tight_layout()
        with replacing(path) as beside:
            figure.savefig(beside, format="svg", metadata={"Date": None})
        plt.close(figure)


def _rounds(panel: Any, runs: Runs, sweep: dict[str, Any]) -> None:
    """Draw a line for each try, the best one in front."""
    of_try: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for run in runs:
        of_try[run["number"]].append((run["epochs"], run["value"]))
    best = _best(runs, lower_is_better=LOWER_IS_BETTER[sweep["metric"]])
    for number, points in of_try.items():
        epochs, values = zip(*sorted(points), strict=True)
        style = {"color": RED, "lw": 2, "zorder": 3} if number == best else {"color": GREY, "lw": 1}
        panel.plot(epochs, values, marker="o", ms=4, label=f"try {number}" if number == best else None, **style)
    panel.set_xticks(sweep["rungs"])
    panel.set_xlabel("epochs of a round")
    panel.set_ylabel(sweep["metric"])
    panel.legend(frameon=False)


def _option(panel: Any, name: str, runs: Runs) -> None:
    """Draw the first round, in which all take part, against one option."""
    values = [run["options"][name] for run in runs]
    numbers = all(isinstance(value, int | float) for value in values)
    panel.scatter(
        [value if numbers else str(value) for value in values], [run["value"] for run in runs], color=INK, s=18
    )
    if numbers and min(values) > 0 and max(values) >= 10 * min(values):
        panel.set_xscale("log")
    if numbers and len(set(values)) <= MOST_TICKS:  # a grid: the values tried say more than round ones
        panel.set_xticks(sorted(set(values)), labels=[f"{value:g}" for value in sorted(set(values))])
        panel.set_xticks([], minor=True)
    if not numbers:
        panel.tick_params(axis="x", labelrotation=30)
        for label in panel.get_xticklabels():
            label.set_horizontalalignment("right")
    panel.set_xlabel(name)


def _best(runs: Runs, *, lower_is_better: bool) -> int:
    longest = max(run["epochs"] for run in runs)
    sign = 1 if lower_is_better else -1
    return int(min((run for run in runs if run["epochs"] == longest), key=lambda run: sign * run["value"])["number"])


if __name__ == "__main__":
    main()
