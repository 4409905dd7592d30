"""Curves by epoch as the numbers an SVG is drawn from: paths, bands, ticks. So a page needs no script to draw them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 360.0, 200.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 10.0, 10.0, 26.0
MOST_TICKS = 5


@dataclass(frozen=True)
class Series:
    """One curve: `values` as (epoch, value), `band` as (epoch, low, high). `look` is what the style sheet calls it."""

    label: str
    look: str
    values: Sequence[tuple[int, float]]
    band: Sequence[tuple[int, float, float]] = ()


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, in units of the view box, and what it says."""

    at: float
    text: str


@dataclass(frozen=True)
class Curve:
    """A drawn series; a single epoch has no line, only its dot."""

    label: str
    look: str
    line: str
    band: str
    dots: tuple[tuple[float, float], ...]
    last: str


@dataclass(frozen=True)
class Chart:
    """A plot of 360 x 200 units. `mark` is where the chosen epoch stands, if it is shown."""

    title: str
    curves: tuple[Curve, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    mark: float | None = None
    mark_text: str = ""
    width: float = field(default=WIDTH)
    height: float = field(default=HEIGHT)
    left: float = field(default=LEFT)
    right: float = field(default=WIDTH - RIGHT)
    top: float = field(default=TOP)
    bottom: float = field(default=HEIGHT - BOTTOM)


@dataclass(frozen=True)
class _Axes:
    """From epochs and values to units of the view box."""

    first: int
    last: int
    low: float
    high: float
    step: float

    def x(self, epoch: int) -> float:
        share = (epoch - self.first) / (self.last - self.first) if self.last > self.first else 0.5
        return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)


def draw(title: str, series: Iterable[Series], *, chosen: int | None = None, from_zero: bool = False) -> Chart | None:
    """Lay curves out over a common axis of epochs; None where nothing was measured.

    `from_zero`: the axis begins at 0, for amounts that mean something beside nothing. Values that are no number are
    left out.
    """
    drawn = [finite for finite in map(_finite, series) if finite.values]
    if not drawn:
        return None
    axes = _axes(drawn, from_zero=from_zero)
    marked = chosen if chosen is not None and axes.first <= chosen <= axes.last else None
    return Chart(
        title=title,
        curves=tuple(_curve(one, axes) for one in drawn),
        rows=tuple(Tick(axes.y(value), _text(value, axes.step)) for value in _steps(axes)),
        columns=tuple(Tick(axes.x(epoch), str(epoch)) for epoch in _epoch_ticks(axes.first, axes.last)),
        mark=None if marked is None else axes.x(marked),
        mark_text="" if marked is None else f"epoch {marked} chosen",
    )


def _axes(drawn: Sequence[Series], *, from_zero: bool) -> _Axes:
    epochs = [epoch for one in drawn for epoch, _ in one.values]
    amounts = [value for one in drawn for value in (*(value for _, value in one.values), *_ends(one))]
    low, high, step = _round_range(0.0 if from_zero else min(amounts), max(amounts))
    return _Axes(min(epochs), max(epochs), low, high, step)


def _curve(series: Series, axes: _Axes) -> Curve:
    points = tuple((axes.x(epoch), axes.y(value)) for epoch, value in series.values)
    above = [(axes.x(epoch), axes.y(high)) for epoch, _, high in series.band]
    below = [(axes.x(epoch), axes.y(low)) for epoch, low, _ in reversed(series.band)]
    return Curve(
        label=series.label,
        look=series.look,
        line=_path(points) if len(points) > 1 else "",
        band=_path([*above, *below]) + "Z" if len(above) > 1 else "",
        dots=points[-1:],
        last=_text(series.values[-1][1], axes.step / 100),
    )


def _finite(series: Series) -> Series:
    values = [(epoch, value) for epoch, value in series.values if math.isfinite(value)]
    band = [(epoch, low, high) for epoch, low, high in series.band if math.isfinite(low) and math.isfinite(high)]
    return Series(series.label, series.look, sorted(values), sorted(band))


def _ends(series: Series) -> list[float]:
    return [bound for _, low, high in series.band for bound in (low, high)]


def _round_range(low: float, high: float) -> tuple[float, float, float]:
    """Widen a range to round numbers; return its ends and the step between ticks (1, 2 or 5 times a power of ten)."""
    spread = (high - low) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(spread / MOST_TICKS))
    step = next(power * times for times in (1, 2, 5, 10) if spread / (power * times) <= MOST_TICKS)
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return low, high if high > low else low + step, step


def _steps(axes: _Axes) -> list[float]:
    return [axes.low + axes.step * index for index in range(round((axes.high - axes.low) / axes.step) + 1)]


def _epoch_ticks(first: int, last: int) -> list[int]:
    every = max(1, math.ceil((last - first) / 8))
    return list(range(first, last + 1, every))


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _text(value: float, step: float) -> str:
    """Write a number with as many places as a step of this size needs, tiny ones with their power of ten."""
    if value and step < 1e-4 and abs(value) < 1e-3:
        return f"{value:.1e}"
    places = max(0, min(6, -math.floor(math.log10(step) + 1e-9)))
    return f"{value:,.{places}f}"
