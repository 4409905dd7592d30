"""Those who live in the sets and are in no cast."""

from __future__ import annotations

from catalog.core.demo.colour import darker
from catalog.core.demo.sets.stage import Stage
from catalog.core.demo.svg import number


def cat(stage: Stage, x: float, base: float, size: float, colour: str, *, asleep: bool = False) -> None:
    """A cat that sits or sleeps."""
    canvas = stage.canvas
    body = stage.light.on_skin(colour)
    dark = darker(body, 0.55)
    with canvas.group(f"translate({number(x)} {number(base)}) scale({size / 50:.3f})"):
        if asleep:
            canvas.path("M-34 0Q-38-30 0-32Q40-30 36 0Z", body, stroke=dark, width=2)
            head = (-18.0, -18.0)
        else:
            canvas.path("M16-4Q50-6 40-44", stroke=body, width=8)
            canvas.path("M-18 0Q-22-46 0-48Q24-46 20 0Z", body, stroke=dark, width=2)
            head = (0.0, -54.0)
        with canvas.group(f"translate({head[0]} {head[1]})"):
            canvas.path("M-19 0L-18-24L-7-14H7L18-24L19 0Q16 16 0 16Q-16 16-19 0Z", body, stroke=dark, width=2)
            for side in (-1, 1):
                if asleep:
                    canvas.path(f"M{side * 9 - 4} 0q4 4 8 0", stroke=dark, width=2)
                else:
                    canvas.ellipse(side * 8, -1, 2.6, 3.6, dark)
            canvas.path("M-4 7q2 3 4 0q2 3 4 0", stroke=dark, width=1.5)
