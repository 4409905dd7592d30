"""The camera: what part of a set is in the picture."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from catalog.core.demo.sets.stage import BOTTOM, LEFT, RIGHT, TOP

WIDTH, HEIGHT = 640, 360


@dataclass(frozen=True)
class Camera:
    """What part of a set is seen: its left upper corner in the set, and the zoom (1 is the set's own size)."""

    left: float
    top: float
    zoom: float
    roll: float = 0.0  # degrees

    def transform(self) -> str:
        """As an SVG transform; a rolled camera is pulled in so that no corner stays empty."""
        scale = self.zoom * (1 + abs(self.roll) / 28)
        roll = f"translate(320 180) rotate({self.roll:.2f}) translate(-320 -180) " if self.roll else ""
        x, y = -self.left * self.zoom, -self.top * self.zoom
        grow = scale / self.zoom
        centred = f"translate({320 - 320 * grow:.1f} {180 - 180 * grow:.1f}) scale({grow:.3f}) " if self.roll else ""
        return f"{roll}{centred}translate({x:.1f} {y:.1f}) scale({self.zoom:.3f})"


def anywhere(random: Random, zoom: float, height: float = 0.5, roll: float = 0.0) -> Camera:
    """Anywhere along the set; `height` runs from 0 (the sky) to 1 (the ground)."""
    left = random.uniform(LEFT, RIGHT - WIDTH / zoom)
    top = TOP + (BOTTOM - TOP - HEIGHT / zoom) * min(1.0, max(0.0, height + random.uniform(-0.1, 0.1)))
    return Camera(left, top, zoom, roll)
