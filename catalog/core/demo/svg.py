"""A small SVG builder: shapes are appended in painting order, numbers kept short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from itertools import pairwise

from catalog.core.demo.colour import mix

Point = tuple[float, float]
Stops = Sequence[tuple[float, str, float]]


def number(value: float) -> str:
    """At most one decimal: finer is invisible at 640 pixels, and shorter files draw faster."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def polyline(points: Sequence[Point], *, close: bool = True) -> str:
    """Path data through straight points."""
    body = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{body}{'Z' if close else ''}"


def smooth(points: Sequence[Point]) -> str:
    """Path data of an open curve through points (Catmull-Rom turned into Bezier pieces)."""
    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for i in range(len(points) - 1):
        before, start = points[max(0, i - 1)], points[i]
        end, after = points[i + 1], points[min(len(points) - 1, i + 2)]
        control = (
            start[0] + (end[0] - before[0]) / 6,
            start[1] + (end[1] - before[1]) / 6,
            end[0] - (after[0] - start[0]) / 6,
            end[1] - (after[1] - start[1]) / 6,
            *end,
        )
        parts.append("C" + " ".join(number(value) for value in control))
    return "".join(parts)


class Canvas:
    """Collects shapes and gradients; `svg()` is the whole document."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._shapes: list[str] = []
        self._definitions: dict[str, str] = {}

    def path(
        self,
        data: str,
        fill: str = "none",
        *,
        stroke: str = "",
        width: float = 0,
        opacity: float = 1,
    ) -> None:
        """Any shape; every other method ends here or in its own element."""
        self._shapes.append(f'<path d="{data}"{_paint(fill, stroke, width, opacity)}/>')

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        radius: float = 0,
        stroke: str = "",
        line: float = 0,
        opacity: float = 1,
    ) -> None:
        """An upright rectangle, `radius` rounding its corners."""
        rounding = f' rx="{number(radius)}"' if radius else ""
        place = f'x="{number(x)}" y="{number(y)}"'
        size = f'width="{number(width)}" height="{number(height)}"'
        self._shapes.append(f"<rect {place} {size}{rounding}{_paint(fill, stroke, line, opacity)}/>")

    def ellipse(
        self,
        x: float,
        y: float,
        radius_x: float,
        radius_y: float,
        fill: str,
        *,
        stroke: str = "",
        line: float = 0,
        opacity: float = 1,
    ) -> None:
        """An upright ellipse round its centre."""
        place = f'cx="{number(x)}" cy="{number(y)}"'
        size = f'rx="{number(radius_x)}" ry="{number(radius_y)}"'
        self._shapes.append(f"<ellipse {place} {size}{_paint(fill, stroke, line, opacity)}/>")

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str,
        *,
        stroke: str = "",
        line: float = 0,
        opacity: float = 1,
    ) -> None:
        """A circle round its centre."""
        self.ellipse(x, y, radius, radius, fill, stroke=stroke, line=line, opacity=opacity)

    def polygon(
        self,
        points: Sequence[Point],
        fill: str,
        *,
        stroke: str = "",
        line: float = 0,
        opacity: float = 1,
    ) -> None:
        """A closed shape of straight sides."""
        self.path(polyline(points), fill, stroke=stroke, width=line, opacity=opacity)

    def line(
        self,
        points: Sequence[Point],
        stroke: str,
        width: float,
        *,
        opacity: float = 1,
        curved: bool = False,
    ) -> None:
        """An open stroke through points, straight or curved."""
        data = smooth(points) if curved else polyline(points, close=False)
        self.path(data, stroke=stroke, width=width, opacity=opacity)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        fill: str,
        *,
        anchor: str = "middle",
        stroke: str = "",
        line: float = 0,
    ) -> None:
        """One line of words in the shipped font; an outline is painted beneath the letters."""
        attributes = f'font-family="Zen Maru Gothic" font-weight="700" font-size="{number(size)}"'
        place = f'x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"'
        paint = _paint(fill, stroke, line, 1) + (' paint-order="stroke"' if stroke else "")
        self._shapes.append(f"<text {place} {attributes}{paint}>{escape(words)}</text>")

    def fade_down(self, x: float, y: float, width: float, height: float, stops: Stops) -> None:
        """An upright rectangle that changes colour from top to bottom, in flat bands of three units.

        A true gradient over a whole picture takes the renderer ten times longer than a hundred flat bands.
        """
        count = max(1, round(height / 3))
        for i in range(count):
            top = y + height * i / count
            self.rect(
                x,
                top,
                width,
                y + height - top if i == count - 1 else height / count + 1,
                _between(stops, (i + 0.5) / count),
            )

    def linear(self, stops: Stops, *, horizontal: bool = False) -> str:
        """A gradient paint over a shape's box, from the top (or left); stops are (place, colour, opacity)."""
        ends = 'x1="0" y1="0" x2="1" y2="0"' if horizontal else 'x1="0" y1="0" x2="0" y2="1"'
        return self._gradient("linearGradient", ends, stops)

    def radial(self, stops: Stops) -> str:
        """A gradient paint from the middle of a shape's box to its rim."""
        return self._gradient("radialGradient", "", stops)

    @contextmanager
    def group(self, transform: str = "", *, clip: str = "", opacity: float = 1) -> Iterator[None]:
        """Shapes drawn inside are moved together, or cut to the path data `clip`."""
        attributes = f' transform="{transform}"' if transform else ""
        if clip:
            attributes += f' clip-path="url(#{self._define("clipPath", "", f"<path d={chr(34)}{clip}{chr(34)}/>")})"'
        if opacity < 1:
            attributes += f' opacity="{opacity:.2f}"'
        self._shapes.append(f"<g{attributes}>")
        yield
        self._shapes.append("</g>")

    def svg(self) -> str:
        """The document, self-contained."""
        size = f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}"'
        definitions = "".join(self._definitions.values())
        shapes = "".join(self._shapes)
        # Round joins are set once here: every drawn line of every show has them.
        style = 'stroke-linejoin="round" stroke-linecap="round"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>'
        return f"{head}<defs>{definitions}</defs>{shapes}</svg>"

    def _gradient(self, kind: str, ends: str, stops: Stops) -> str:
        body = "".join(_stop(place, colour, opacity) for place, colour, opacity in stops)
        return f"url(#{self._define(kind, ends, body)})"

    def _define(self, kind: str, attributes: str, body: str) -> str:
        key = f"{kind} {attributes} {body}"
        if key not in self._definitions:
            name = f"d{len(self._definitions)}"
            self._definitions[key] = f'<{kind} id="{name}" {attributes}>{body}</{kind}>'
        return self._definitions[key].split('"')[1]


def _between(stops: Stops, place: float) -> str:
    for (start, first, _), (end, second, _) in pairwise(stops):
        if place <= end:
            return mix(first, second, (place - start) / (end - start))
    return stops[-1][1]


def _stop(place: float, colour: str, opacity: float) -> str:
    fade = "" if opacity >= 1 else f' stop-opacity="{opacity:.2f}"'
    return f'<stop offset="{place:.2f}" stop-color="{colour}"{fade}/>'


def _paint(fill: str, stroke: str, width: float, opacity: float) -> str:
    text = f' fill="{fill}"'
    if stroke:
        text += f' stroke="{stroke}" stroke-width="{number(width)}"'
    if opacity < 1:
        # Not `opacity`: that one has the renderer paint each shape on a sheet of its own, at several times the cost.
        text += f' fill-opacity="{opacity:.2f}"'
        text += f' stroke-opacity="{opacity:.2f}"' if stroke else ""
    return text
