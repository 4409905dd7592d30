"""What a sweep came to, as a table for people (markdown) and for programs (CSV)."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from training.core.halving import Result

Tries = Mapping[int, Mapping[str, Any]]  # what was varied, by the number of the try


def as_markdown(standing: Sequence[Result], tries: Tries, *, metric: str, longest: int) -> str:
    """Return a row for each try, best first."""
    names = _names(tries)
    rows = [("place", "run", *names, "epochs", metric, "at epoch", ""), ("---",) * (len(names) + 6)]
    for place, result in enumerate(standing, start=1):
        values = [_text(tries[result.number].get(name)) for name in names]
        value = "" if result.value is None else f"{result.value:.4f}"
        ended = _ended(result, place, longest)
        rows.append((str(place), result.run, *values, str(result.epochs), value, _text(result.epoch), ended))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def as_csv(rounds: Sequence[Sequence[Result]], tries: Tries, *, metric: str) -> str:
    """Return a line for each run of each round, in the order in which they were trained."""
    names = _names(tries)
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("round", "try", "run", "epochs", *names, metric, "epoch", "reason"))
    for number, results in enumerate(rounds, start=1):
        for result in results:
            varied = [_text(tries[result.number].get(name)) for name in names]
            value = "" if result.value is None else repr(result.value)
            told = (number, result.number, result.run, result.epochs, *varied, value, _text(result.epoch))
            writer.writerow((*told, result.reason))
    return file.getvalue()


def _names(tries: Tries) -> list[str]:
    return list(dict.fromkeys(name for values in tries.values() for name in values))


def _ended(result: Result, place: int, longest: int) -> str:
    if result.value is None:
        return f"failed: {result.reason}"
    if result.epochs < longest:
        return f"stopped after {result.epochs} epoch{'s' if result.epochs != 1 else ''}"
    return "best" if place == 1 else ""


def _text(value: object) -> str:
    if value is None:
        return ""
    return " ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
