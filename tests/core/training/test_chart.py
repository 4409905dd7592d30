"""Curves as numbers for an SVG."""

from __future__ import annotations

import math
import re

from hypothesis import given
from hypothesis import strategies as st

from training.core.chart import Series, draw


def series(*values, band=()):
    return Series("loss", "val", list(enumerate(values)), band)


def points(path):
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)]


def test_a_falling_loss_falls_on_the_page():
    chart = draw("Loss", [series(3.0, 2.0, 1.0)])

    xs, ys = zip(*points(chart.curves[0].line), strict=True)
    assert list(xs) == sorted(xs)
    assert list(ys) == sorted(ys), "down a page, y grows"
    assert chart.curves[0].last.startswith("1.0")


def test_ticks_are_round_and_hold_the_values_between_them():
    chart = draw("Loss", [series(0.37, 2.91)])

    assert [row.text for row in chart.rows] == ["0", "1", "2", "3"]
    assert [column.text for column in chart.columns] == ["0", "1"]


def test_small_learning_rates_can_be_told_apart():
    chart = draw("Learning rate", [series(0.0001, 0.0005, 0.0)], from_zero=True)

    assert len({row.text for row in chart.rows}) == len(chart.rows)


def test_the_chosen_epoch_is_marked_where_it_is_shown():
    chart = draw("Loss", [series(2.0, 1.0, 1.5)], chosen=1)

    assert chart.mark == chart.columns[1].at
    assert draw("Loss", [series(2.0, 1.0)], chosen=7).mark is None


def test_one_epoch_is_a_dot():
    chart = draw("Loss", [series(2.0)])

    assert chart.curves[0].line == ""
    assert len(chart.curves[0].dots) == 1


def test_a_band_is_a_closed_shape_within_the_plot():
    chart = draw("Loss", [series(2.0, 1.0, band=[(0, 1.5, 2.5), (1, 0.5, 1.5)])])

    assert chart.curves[0].band.endswith("Z")
    assert all(chart.top <= y <= chart.bottom for _, y in points(chart.curves[0].band))


def test_nothing_measured_is_no_chart():
    assert draw("Loss", []) is None
    assert draw("Loss", [series(math.nan, math.inf)]) is None


@given(st.lists(st.integers(-1000, 1000).map(lambda value: value * 10.0**-3), min_size=1, max_size=8))
def test_whatever_the_values_every_point_lies_in_the_plot(values):
    chart = draw("Loss", [series(*values)])

    assert chart is not None
    for x, y in [*points(chart.curves[0].line.replace("-0", "0")), *chart.curves[0].dots]:
        assert chart.left <= x <= chart.right
        assert chart.top - 0.2 <= y <= chart.bottom + 0.2
    assert 2 <= len(chart.rows) <= 8
