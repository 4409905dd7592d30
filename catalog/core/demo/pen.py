"""A canvas, a style and a light held together: what every part of a figure needs to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.core.demo.colour import lighter, mix, multiply
from catalog.core.demo.light import Light
from catalog.core.demo.style import Style
from catalog.core.demo.svg import Canvas


@dataclass(frozen=True)
class Pen:
    """Draws in figure units: a face is about 100 wide. `scale` is pixels per unit."""

    canvas: Canvas
    style: Style
    light: Light
    scale: float

    @property
    def width(self) -> float:
        """The line in figure units; it grows with the figure, but less than the figure does."""
        return self.style.line_width * min(1.0, 0.35 + 0.5 * self.scale) / self.scale

    @property
    def near(self) -> bool:
        """Whether shadows inside a shape are worth their clipping, the dearest thing that a renderer does."""
        return self.scale >= 0.45

    @property
    def line(self) -> str:
        """The colour of outlines under this light."""
        return self.light.on_skin(self.style.line)

    def lit(self, colour: str) -> str:
        """A colour of the figure under this light."""
        return self.light.on_skin(colour)

    def shaded(self, colour: str, depth: float = 1.0) -> str:
        """The same colour in shadow; `depth` 1 is one cel, 2 the deeper of two."""
        shadow = multiply(colour, self.style.shadow)
        return self.lit(mix(colour, shadow, min(1.0, 0.62 * depth)))

    def bright(self, colour: str, share: float = 0.45) -> str:
        """The same colour where light falls on it."""
        return self.lit(lighter(colour, share))

    def shape(self, data: str, colour: str, *, weight: float = 1.0) -> None:
        """A filled and outlined piece; `weight` scales the outline."""
        self.canvas.path(data, self.lit(colour), stroke=self.line, width=self.width * weight)

    def stroke(self, data: str, *, weight: float = 1.0, colour: str = "") -> None:
        """An open line."""
        self.canvas.path(data, stroke=colour or self.line, width=self.width * weight)
