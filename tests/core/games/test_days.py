"""Streaks go by the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.core.daily import FIRST_DAY, number_of, streak
from tests.game_candidates import tried

TODAY = date(2026, 3, 30)  # the day after clocks went forward in Europe


def _days(*ago):
    return {TODAY - timedelta(days=number) for number in ago}


@pytest.mark.parametrize(
    ("days", "current", "best"),
    [
        (_days(), 0, 0),
        (_days(0), 1, 1),
        (_days(1), 1, 1),  # yesterday's still stands
        (_days(2), 0, 1),  # a day was missed
        (_days(0, 1, 2), 3, 3),
        (_days(0, 1, 3, 4, 5, 6), 2, 4),
    ],
)
def test_days_in_a_row(days, current, best):
    found = streak(days, TODAY)

    assert (found.current, found.best) == (current, best)


def test_it_is_told_whether_today_was_played():
    assert streak(_days(0), TODAY).played_today
    assert not streak(_days(1), TODAY).played_today


def test_the_first_day_has_number_one():
    assert (number_of(FIRST_DAY), number_of(FIRST_DAY + timedelta(days=365))) == (1, 366)


@tried
@given(st.sets(st.integers(0, 60), max_size=40))
def test_the_best_is_never_less_than_the_current(ago):
    found = streak(_days(*ago), TODAY)

    assert found.current <= found.best <= len(ago)


@tried
@given(st.integers(0, 40))
def test_every_day_without_a_gap_counts(length):
    assert streak(_days(*range(length)), TODAY).current == length
