"""Judge the choice of epoch: three data sets, three seeds each, trained until they overfit.

    python -m benchmarks.choice --shows DIR [--demo DIR] [--only DATASET] [--seeds 0 1 2] [TRAIN OPTIONS …]
    python -m benchmarks.choice --table

Runs are ordinary runs of `manage.py train`, named `choice-<dataset>-<seed>`; half of the clusters train, half judge.
Each rule chooses on half of the judged pictures and is scored on the other half, then the other way round. Every run
adds its lines to `benchmarks/choice.csv` at once; one whose lines are there is passed over, one that was cut short goes
on. `--table` prints the table of docs/choice.md. What is not known here is handed to `manage.py train`.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

from benchmarks.choice_data import MAKERS, write_data_set
from benchmarks.choice_judging import Line, judge_run
from benchmarks.choice_table import table

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "choice.csv"

# On purpose nothing that holds overfitting back: no smoothing, dropout, decay, erasing or averaged weights.
OVERFITTING = (
    *("--size", "96", "--resize", "104", "--embedding", "128", "--val", "0.5"),
    *("--learning-rate", "0.002", "--weight-decay", "0", "--label-smoothing", "0", "--dropout", "0"),
    *("--smallest-crop", "0.7", "--erasing", "0", "--ema-decay", "0"),
)
EPOCHS = {"shows": 12, "anime-or-cartoon": 8, "demo": 16}


def main() -> None:
    """Parse the command line, train and judge what is missing, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shows", type=Path, help="the data set of web pictures")
    parser.add_argument("--demo", type=Path, help="the drawn shows (default: demo/ in the folder that is written to)")
    parser.add_argument("--only", choices=sorted(MAKERS), action="append", help="this data set; give it again for more")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--table", action="store_true", help="only print the table")
    arguments, options = parser.parse_known_args()
    if not arguments.table:
        _start_django()
        for seed in arguments.seeds:
            for name in arguments.only or MAKERS:
                _judge(name, seed, _source(name, arguments), arguments.results, options)
    print(table(read_lines(arguments.results)))


def _start_django() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "snn.settings")
    django.setup()


def _source(name: str, arguments: argparse.Namespace) -> Path:
    from django.conf import settings

    if name == "demo":
        return Path(arguments.demo or settings.VAR / "demo")
    if arguments.shows is None:
        sys.exit("--shows names the data set of web pictures that this is judged on.")
    return Path(arguments.shows)


def _judge(name: str, seed: int, source: Path, results: Path, options: Sequence[str]) -> None:
    """Train, score and judge one run, unless its lines are there."""
    from django.conf import settings

    if any((line.dataset, line.seed) == (name, seed) for line in read_lines(results)):
        return
    made = Path(settings.VAR) / "choice"
    made.mkdir(parents=True, exist_ok=True)
    dataset = write_data_set(made / name, MAKERS[name](source)) if not (made / name).exists() else made / name
    run = f"choice-{name}-{seed}"
    if (Path(settings.SNN_RUNS) / run / "recipe.json").exists():
        _manage("train", "--resume", run)
    else:
        asked = ("--dataset", str(dataset), "--name", run, "--seed", str(seed), "--epochs", str(EPOCHS[name]))
        _manage("train", *asked, *OVERFITTING, *options)
    _manage("choose", run)
    add_lines(results, judge_run(Path(settings.SNN_RUNS) / run, name, seed))


def _manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, stdout=sys.stderr, check=True)


def read_lines(path: Path) -> list[Line]:
    """Read the results so far; none where there are none."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [_line(cells) for cells in csv.DictReader(file)]


def _line(cells: dict[str, str]) -> Line:
    texts = {"dataset", "rule"}
    counts = {"seed", "half", "epoch", "epochs", "pictures"}
    values: dict[str, object] = {}
    for name, text in cells.items():
        if name == "overfitted_from":
            values[name] = int(text) if text else None
        else:
            values[name] = text if name in texts else int(text) if name in counts else float(text)
    return Line(**values)  # type: ignore[arg-type]  # every field by its kind


def add_lines(path: Path, lines: Sequence[Line]) -> None:
    """Write the results beside and move them, with these after those that are there."""
    beside = path.with_name(path.name + ".part")
    with beside.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Line)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(_cells(line) for line in [*read_lines(path), *lines])
    beside.replace(path)


def _cells(line: Line) -> dict[str, object]:
    return {name: f"{value:.5f}" if isinstance(value, float) else value for name, value in asdict(line).items()}


if __name__ == "__main__":
    main()
