"""Successive halving (Jamieson and Talwalkar 2016): the best of each round go on to a longer one.

Every round is a whole training of its own, from the first weights through its own one-cycle schedule. A run that were
paused in the middle of a long cycle and compared there would be judged while its learning rate is at its height, which
favours small rates and weak regularisation. What remains: a short cycle, too, favours what learns fast. So the first
round should not be shorter than about a quarter of the last, and what wins is known to be the best of those that went
on, not of all. Whole cycles cost more than pauses: half as much again at most, where each round is three times as long
as the one before.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What a run of one try came to. `value` is of the metric at its best epoch, None where the run failed."""

    number: int  # of the try, from 1
    run: str
    epochs: int
    value: float | None
    epoch: int | None = None
    reason: str = ""  # why it failed


def going_on(results: Sequence[Result], *, keep: float, lower_is_better: bool) -> list[int]:
    """Return the numbers of the tries that go on, best first: a share, one at least; none that failed."""
    ranked = best_first(results, lower_is_better=lower_is_better)
    finished = [result for result in ranked if result.value is not None]
    return [result.number for result in finished[: max(1, math.ceil(keep * len(results) - 1e-9))]]


def best_first(results: Sequence[Result], *, lower_is_better: bool) -> list[Result]:
    """Sort by value; failed ones last, equal ones in the order of their numbers."""
    sign = 1 if lower_is_better else -1
    return sorted(results, key=lambda result: (result.value is None, sign * (result.value or 0.0), result.number))


def standing(rounds: Sequence[Sequence[Result]], *, lower_is_better: bool) -> list[Result]:
    """Return the last result of every try, best first: who went farther stands before who was stopped earlier."""
    placed: dict[int, Result] = {}
    for results in reversed(rounds):
        for result in best_first(results, lower_is_better=lower_is_better):
            placed.setdefault(result.number, result)
    return list(placed.values())


def best_epoch(lines: Sequence[Mapping[str, float]], metric: str, *, lower_is_better: bool) -> tuple[float, int]:
    """Return value and number of the best epoch of a run's `evaluations.jsonl`.

    Raises:
        ValueError: no epoch has a number for the metric.
    """
    scored = [(float(line[metric]), int(line["epoch"])) for line in lines if math.isfinite(line.get(metric, math.nan))]
    if not scored:
        raise ValueError(f"no epoch was scored by {metric}")
    sign = 1 if lower_is_better else -1
    return min(scored, key=lambda one: (sign * one[0], one[1]))
