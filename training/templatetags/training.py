"""How the figures of a run are written, and where squares of the matrix stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

register = template.Library()

NOT_MEASURED = "–"
CELL, ROOM_FOR_LABELS, EDGE = 18, 180, 4
FAINTEST = 0.12


@register.filter
def duration(seconds: float | None) -> str:
    """Write seconds as people say them: 45 s, 12 min, 3 h 20 min."""
    if not isinstance(seconds, int | float):
        return NOT_MEASURED
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


@register.filter
def number(value: float | None, places: int = 2) -> str:
    """Write a number with so many places, or a dash."""
    return f"{value:,.{places}f}" if isinstance(value, int | float) else NOT_MEASURED


@register.filter
def small(value: float | None) -> str:
    """Write a small number, such as a learning rate, with two significant places."""
    return f"{value:.2g}" if isinstance(value, int | float) else NOT_MEASURED


@register.filter
def bounds(interval: Sequence[float] | None) -> str:
    """Write the two ends of an interval of losses."""
    return f"{interval[0]:.3f} to {interval[1]:.3f}" if interval else ""


@register.filter
def chosen_row(choice: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Find the line of the chosen epoch in the table of a choice."""
    return next((row for row in choice.get("table", ()) if row["epoch"] == choice["epoch"]), None)


@register.filter
def matrix_side(labels: int) -> int:
    """Return the side of the squares together."""
    return labels * CELL


@register.filter
def matrix_width(labels: int) -> int:
    """Return the width of the matrix with its labels."""
    return ROOM_FOR_LABELS + labels * CELL + EDGE


@register.filter
def matrix_height(labels: int) -> int:
    """Return the height of the matrix."""
    return labels * CELL + 2 * EDGE


@register.filter
def matrix_x(column: int) -> int:
    """Return where a column begins."""
    return ROOM_FOR_LABELS + column * CELL


@register.filter
def matrix_at(row: int, inside: int = 0) -> int:
    """Return where a row begins, or a place so far below its top."""
    return EDGE + row * CELL + inside


@register.filter
def opacity(share: float) -> str:
    """Turn a share in (0, 1] into an opacity that can still be seen at its least."""
    return f"{FAINTEST + (1 - FAINTEST) * share:.2f}"
