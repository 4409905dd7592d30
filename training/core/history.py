"""What a run wrote down of each epoch: `metrics.jsonl` while it learnt, `evaluations.jsonl` when it was scored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

Bounds = tuple[float, float]


class HistoryError(ValueError):
    """A line that cannot be read; the message names file and line."""


@dataclass(frozen=True)
class EpochFigures:
    """One epoch; what is not known (yet) is None.

    `train_loss`: mean loss while learning, augmented and smoothed. `plain_train_loss`, `val_loss`, `val_loss_raw`:
    cross-entropies in nats of plain pictures, `val_loss` at the epoch's own temperature. `map`: mean average precision,
    where several labels may be true; `top1` is then the share of them among the as many likeliest. Intervals: 95 %.
    """

    epoch: int
    train_loss: float | None = None
    learning_rate: float | None = None
    seconds: float | None = None
    pictures: int | None = None
    pictures_per_second: float | None = None
    memory_mb: float | None = None
    skipped: int | None = None
    plain_train_loss: float | None = None
    val_loss: float | None = None
    val_loss_raw: float | None = None
    temperature: float | None = None
    top1: float | None = None
    top5: float | None = None
    map: float | None = None
    loss_ci95: Bounds | None = None
    top1_ci95: Bounds | None = None


def read_history(run: Path) -> tuple[EpochFigures, ...]:
    """Join what the files say of every epoch, in order.

    Raises:
        HistoryError: a line is no JSON object with an epoch.
    """
    epochs: dict[int, dict[str, Any]] = {}
    for line in _lines(run / "metrics.jsonl"):
        epochs.setdefault(line["epoch"], {}).update(line)
    for line in _lines(run / "evaluations.jsonl"):
        line["plain_train_loss"] = line.pop("train_loss", None)
        epochs.setdefault(line["epoch"], {}).update(line)
    for row in (read_choice(run) or {}).get("table", ()):
        if row["epoch"] in epochs:
            bounds = {name: tuple(row[name]) for name in ("loss_ci95", "top1_ci95") if name in row}
            epochs[row["epoch"]].update(bounds)
    return tuple(_figures(epochs[epoch]) for epoch in sorted(epochs))


def read_choice(run: Path) -> dict[str, Any] | None:
    """Return `choice.json` as it was written, or None where nothing was chosen yet."""
    return read_document(run / "choice.json")


def read_document(path: Path) -> dict[str, Any] | None:
    """Return a JSON object, or None where there is no such file; a ValueError names the file."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise HistoryError(f"{path}: not JSON ({error})") from error
    if not isinstance(document, dict):
        raise HistoryError(f"{path}: not a JSON object")
    return document


def _figures(values: dict[str, Any]) -> EpochFigures:
    if values.get("pictures_per_second") is None and values.get("seconds") and values.get("pictures"):
        values["pictures_per_second"] = values["pictures"] / values["seconds"]
    return EpochFigures(**{field.name: values[field.name] for field in fields(EpochFigures) if field.name in values})


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            line = json.loads(text)
            line["epoch"] = int(line["epoch"])
        except (ValueError, TypeError, KeyError) as error:
            raise HistoryError(f"{path}, line {number}: no JSON object with an epoch") from error
        yield line
