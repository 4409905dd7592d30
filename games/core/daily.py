"""Days: the number of a day's challenge, and how many days in a row somebody played."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = date(2026, 11, 1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Streak:
    """Days in a row, counted by the calendar."""

    current: int
    best: int
    played_today: bool


def number_of(day: date) -> int:
    """Return the number by which players talk of a day's challenge; the first day has 1."""
    return (day - FIRST_DAY).days + 1


def streak(days: Collection[date], today: date) -> Streak:
    """Count days in a row. One that ended yesterday still stands: there is today left to play."""
    played = {day for day in days if day <= today}
    start = today if today in played else today - _DAY
    best = max((_run_until(day, played) for day in _ends(played)), default=0)
    return Streak(_run_until(start, played), best, start == today)


def _run_until(day: date, played: Collection[date]) -> int:
    length = 0
    while day in played:
        day, length = day - _DAY, length + 1
    return length


def _ends(played: Collection[date]) -> list[date]:
    return [day for day in played if day + _DAY not in played]
