"""Scenery that several sets share: sky, clouds, hills, skylines, trees, windows, lamps.

A set is painted over x from -120 to 760 and y from -60 to 420, wider than the picture (640x360), so that a camera can
pan and pull. People stand with their feet near y = 335.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from catalog.core.demo.colour import darker, lighter, mix
from catalog.core.demo.light import Light
from catalog.core.demo.style import Palette
from catalog.core.demo.svg import Canvas, Point, number, smooth

LEFT, RIGHT, TOP, BOTTOM = -120.0, 760.0, -60.0, 420.0
WIDTH, HEIGHT = RIGHT - LEFT, BOTTOM - TOP


@dataclass(frozen=True)
class Stage:
    """A canvas with the show's paint box and hour. `random` is fixed by show and set: a place stays itself."""

    canvas: Canvas
    light: Light
    palette: Palette
    random: Random

    def lit(self, colour: str) -> str:
        """A colour outdoors at this hour."""
        return self.light.on(colour)

    def indoors(self, colour: str) -> str:
        """A colour in a room: half of the hour comes through the windows, lamps do the rest."""
        warm = "#ffe9c9" if self.light.lamps else "#ffffff"
        return mix(self.light.on(colour), self.light.on_skin(mix(colour, warm, 0.12)), 0.75)

    def sky(self, horizon: float = 260) -> None:
        """The sky down to the horizon, with the sun, the moon or stars."""
        canvas, light = self.canvas, self.light
        top, middle, low = light.sky
        canvas.fade_down(LEFT, TOP, WIDTH, horizon - TOP + 2, [(0, top, 1), (0.55, middle, 1), (1, low, 1)])
        if light.name == "night":
            self._stars(horizon)
        x, y = 420 + self.random.uniform(-180, 180), 70 + self.random.uniform(-20, 40)
        if light.name == "night":
            self.glow(x, y, 90, "#cfe0ff", 0.4)
            canvas.circle(x, y, 24, "#f4f1d8")
            canvas.circle(x + 7, y - 4, 5, "#dcd8bc")
            canvas.circle(x - 8, y + 6, 4, "#dcd8bc")
        elif light.name in ("dusk", "dawn"):
            self.glow(x, horizon - 46, 190, "#fff0c0", 0.75)
            canvas.circle(x, horizon - 46, 27, "#fff6d8")
        elif light.name == "day":
            self.glow(x, y, 120, "#ffffff", 0.7)
        if light.name != "night":
            self.clouds(horizon)

    def _stars(self, horizon: float) -> None:
        for _ in range(60):
            x, y = self.random.uniform(LEFT, RIGHT), self.random.uniform(TOP, horizon - 50)
            self.canvas.circle(
                x, y, self.random.choice((0.7, 0.9, 1.5)), "#ffffff", opacity=self.random.uniform(0.4, 1)
            )

    def clouds(self, horizon: float, count: int = 4) -> None:
        """Heaped clouds with a lit rim and a flat, shadowed foot."""
        body, foot = mix(self.light.sky[2], "#ffffff", 0.45), mix(self.light.sky[1], self.light.sky[2], 0.45)
        for _ in range(count):
            x, y = self.random.uniform(LEFT, RIGHT), self.random.uniform(20, horizon - 90)
            size = self.random.uniform(22, 46)
            for step in range(5):
                offset = (step - 2) * size * 0.8
                radius = size * (1 - abs(step - 2) * 0.24) * self.random.uniform(0.85, 1.1)
                self.canvas.ellipse(x + offset, y - radius * 0.3, radius, radius * 0.7, body, opacity=0.9)
            self.canvas.ellipse(x, y + size * 0.22, size * 2.1, size * 0.24, foot, opacity=0.6)

    def glow(self, x: float, y: float, radius: float, colour: str, opacity: float = 0.8) -> None:
        """A soft light."""
        paint = self.canvas.radial([(0, colour, opacity), (0.35, colour, opacity * 0.45), (1, colour, 0)])
        self.canvas.circle(x, y, radius, paint)

    def hills(self, base: float, height: float, colour: str, distance: float) -> None:
        """A rolling ridge; `distance` (0 to 1) fades it into the air."""
        points: list[Point] = [
            (x, base - height * self.random.uniform(0.35, 1)) for x in range(int(LEFT) - 40, int(RIGHT) + 100, 90)
        ]
        top, foot = self.light.far(colour, distance), self.light.far(colour, min(1, distance + 0.12))
        self.canvas.path(f"{smooth(points)}V{number(base + 4)}H{number(LEFT - 40)}Z", top)
        lower = [(x, y + (base - y) * 0.55) for x, y in points]
        self.canvas.path(f"{smooth(lower)}V{number(base + 4)}H{number(LEFT - 40)}Z", foot)

    def peaks(self, base: float, height: float, colour: str, distance: float, *, snow: bool = True) -> None:
        """Sharp mountains with a lit and a shadowed side."""
        x = LEFT - 60
        while x < RIGHT + 60:
            width, tall = self.random.uniform(150, 260), height * self.random.uniform(0.6, 1)
            peak = x + width * self.random.uniform(0.4, 0.6)
            light_side, dark_side = self.light.far(colour, distance), self.light.far(darker(colour, 0.3), distance)
            self.canvas.polygon([(x, base), (peak, base - tall), (x + width, base)], light_side)
            self.canvas.polygon(
                [(peak, base - tall), (x + width, base), (peak + width * 0.06, base), (peak - 10, base - tall * 0.5)],
                dark_side,
            )
            if snow:
                cap = [
                    (peak, base - tall),
                    (peak + width * 0.17, base - tall * 0.66),
                    (peak + 6, base - tall * 0.73),
                    (peak - 10, base - tall * 0.6),
                    (peak - width * 0.16, base - tall * 0.66),
                ]
                self.canvas.polygon(cap, self.light.far("#f7fbff", distance * 0.5))
            x += width * 0.55

    def skyline(self, base: float, height: float, colour: str, distance: float) -> None:
        """Rows of houses with windows, some of them lit after dark."""
        wall = self.light.far(colour, distance)
        glass = "#ffd98a" if self.light.lamps else self.light.far(lighter(colour, 0.3), distance)
        x = LEFT
        while x < RIGHT:
            width, tall = self.random.uniform(34, 74), height * self.random.uniform(0.4, 1)
            self.canvas.rect(x, base - tall, width, tall + 2, wall)
            self.canvas.rect(x + width * 0.7, base - tall, width * 0.3, tall + 2, darker(wall, 0.16))
            if self.random.random() < 0.35:
                self.canvas.rect(x + width * 0.4, base - tall - 18, 3, 18, wall)
            for row in range(int(tall // 17)):
                for column in range(int(width // 15)):
                    if self.random.random() < 0.5:
                        self.canvas.rect(
                            x + 5 + column * 14, base - tall + 7 + row * 17, 6, 8, glass, opacity=0.85 - distance * 0.5
                        )
            x += width + self.random.uniform(-4, 10)

    def water(self, top: float, colour: str) -> None:
        """Sea, river or lake from `top` down, with the sky's light on it."""
        near, far = self.lit(colour), mix(self.lit(colour), self.light.sky[2], 0.6)
        self.canvas.fade_down(LEFT, top, WIDTH, BOTTOM - top, [(0, far, 1), (1, near, 1)])
        for _ in range(34):
            y = top + 4 + (BOTTOM - top) * self.random.random() ** 1.6
            length = 12 + (y - top) * 0.4
            x = self.random.uniform(LEFT, RIGHT)
            self.canvas.rect(
                x, y, length, 1.2 + (y - top) * 0.012, lighter(self.light.sky[2], 0.35), radius=1, opacity=0.4
            )

    def ground(self, top: float, colour: str) -> None:
        """Flat ground from `top` down, paler where it is far."""
        near, far = self.lit(colour), mix(self.lit(colour), self.light.sky[2], 0.25)
        self.canvas.fade_down(LEFT, top, WIDTH, BOTTOM - top, [(0, far, 1), (1, darker(near, 0.15), 1)])

    def tree(self, x: float, base: float, size: float, colour: str, distance: float = 0) -> None:
        """A round tree of three cels; `size` is its height."""
        trunk, leaf = self.light.far("#6b4a3c", distance), self.light.far(colour, distance)
        self.canvas.polygon(
            [
                (x - size * 0.05, base),
                (x - size * 0.03, base - size * 0.5),
                (x + size * 0.03, base - size * 0.5),
                (x + size * 0.06, base),
            ],
            trunk,
        )
        for dx, dy, radius in ((-0.2, 0.5, 0.2), (0.2, 0.48, 0.22), (0, 0.72, 0.26)):
            self.canvas.circle(x + dx * size, base - dy * size, radius * size, darker(leaf, 0.22))
        for dx, dy, radius in ((-0.23, 0.55, 0.16), (0.14, 0.54, 0.17), (-0.04, 0.77, 0.2)):
            self.canvas.circle(x + dx * size, base - dy * size, radius * size, leaf)
        self.canvas.circle(x - 0.1 * size, base - 0.84 * size, 0.08 * size, lighter(leaf, 0.25))

    def pine(self, x: float, base: float, size: float, colour: str, distance: float = 0, *, snow: bool = False) -> None:
        """A conifer, snowed on or not."""
        leaf = self.light.far(colour, distance)
        for i in range(3):
            top, width = base - size + i * size * 0.24, size * (0.17 + i * 0.07)
            foot = top + size * 0.42
            self.canvas.polygon([(x, top), (x + width, foot), (x - width, foot)], darker(leaf, 0.1 * i))
            if snow:
                self.canvas.polygon(
                    [
                        (x, top),
                        (x + width * 0.7, top + size * 0.27),
                        (x, top + size * 0.2),
                        (x - width * 0.6, top + size * 0.25),
                    ],
                    self.light.far("#f5faff", distance),
                )

    def grass(self, y: float, colour: str, count: int = 70) -> None:
        """Tufts along a line."""
        for _ in range(count):
            x, tall = self.random.uniform(LEFT, RIGHT), self.random.uniform(5, 16)
            self.canvas.line(
                [(x, y), (x + self.random.uniform(-5, 5), y - tall)],
                self.lit(mix(colour, "#fff8a0", self.random.uniform(0, 0.3))),
                2,
            )

    def lantern(self, x: float, y: float, size: float, colour: str, sign: str = "") -> None:
        """A paper lantern; lit after dark."""
        if self.light.lamps:
            self.glow(x, y, size * 3.2, lighter(colour, 0.4), 0.6)
        body = lighter(colour, 0.25) if self.light.lamps else self.lit(colour)
        self.canvas.line([(x, y - size * 1.7), (x, y - size)], darker(body, 0.6), 1.5)
        self.canvas.ellipse(x, y, size * 0.8, size, body)
        self.canvas.ellipse(x - size * 0.2, y - size * 0.1, size * 0.3, size * 0.7, lighter(body, 0.4), opacity=0.6)
        for side in (-1, 1):
            self.canvas.rect(x - size * 0.4, y + side * size * 0.95 - 2, size * 0.8, 4, darker(body, 0.6))
        if sign:
            self.canvas.text(x, y + size * 0.36, sign, size, darker(body, 0.7))

    def window(self, x: float, y: float, width: float, height: float, frame: str, *, bars: int = 2) -> None:
        """A window on the sky of the hour, its frame, and the light it throws."""
        top, middle, low = self.light.sky
        self.canvas.fade_down(x, y, width, height, [(0, top, 1), (0.6, middle, 1), (1, low, 1)])
        if self.light.name == "night":
            for _ in range(6):
                self.canvas.circle(
                    x + self.random.uniform(4, width - 4),
                    y + self.random.uniform(4, height * 0.7),
                    1,
                    "#ffffff",
                    opacity=0.8,
                )
        else:
            self.canvas.ellipse(x + width * 0.4, y + height * 0.72, width * 0.3, height * 0.1, "#ffffff", opacity=0.5)
        self.canvas.polygon(
            [
                (x + width * 0.1, y + height),
                (x + width * 0.4, y),
                (x + width * 0.55, y),
                (x + width * 0.25, y + height),
            ],
            "#ffffff",
            opacity=0.14,
        )
        colour = self.indoors(frame)
        self.canvas.rect(x, y, width, height, "none", stroke=colour, line=6)
        for i in range(1, bars):
            self.canvas.rect(x + width * i / bars - 2, y, 4, height, colour)
        self.canvas.rect(x - 8, y + height, width + 16, 6, lighter(colour, 0.15))

    def room(self, wall: str, floor: str, corner: float = 250) -> None:
        """A back wall with a skirting board, and a floor whose boards run to one point."""
        high, low = self.indoors(darker(wall, 0.12)), self.indoors(wall)
        self.canvas.fade_down(LEFT, TOP, WIDTH, corner - TOP, [(0, high, 1), (1, low, 1)])
        near = self.indoors(darker(floor, 0.18))
        self.canvas.fade_down(LEFT, corner, WIDTH, BOTTOM - corner, [(0, self.indoors(floor), 1), (1, near, 1)])
        for x in range(-600, 1300, 75):
            self.canvas.line([(320 + (x - 320) * 0.45, corner), (x, BOTTOM)], darker(near, 0.2), 1.3, opacity=0.5)
        self.canvas.rect(LEFT, corner - 7, WIDTH, 8, self.indoors(darker(wall, 0.4)))

    def shelf(self, x: float, y: float, width: float, colours: tuple[str, ...], *, kind: str = "books") -> None:
        """A board with books, jars or loaves on it."""
        place = x + 4
        while place < x + width - 14:
            colour = self.indoors(self.random.choice(colours))
            size = self.random.uniform(7, 12)
            tall = self.random.uniform(20, 32)
            if kind == "books":
                self.canvas.rect(place, y - tall, size, tall, colour)
                self.canvas.rect(place + 1, y - tall + 5, size - 2, 2, lighter(colour, 0.4))
            elif kind == "jars":
                size = 15
                self.canvas.rect(place, y - 22, 13, 22, colour, radius=3)
                self.canvas.rect(place + 2, y - 26, 9, 5, darker(colour, 0.4))
                self.canvas.rect(place + 2, y - 18, 3, 12, "#ffffff", opacity=0.4)
            else:
                size = 26
                self.canvas.ellipse(place + 12, y - 7, 13, 9, colour)
                self.canvas.line([(place + 6, y - 11), (place + 10, y - 5)], lighter(colour, 0.4), 2)
                self.canvas.line([(place + 12, y - 13), (place + 16, y - 6)], lighter(colour, 0.4), 2)
            place += size + 2
        self.canvas.rect(x, y, width, 6, self.indoors("#7a5238"))
        self.canvas.rect(x, y + 6, width, 3, self.indoors("#4c3226"))

    def lamp(self, x: float, y: float, colour: str = "#ffdf9e") -> None:
        """A hanging lamp with its cone of light."""
        self.canvas.line([(x, TOP), (x, y - 12)], self.indoors("#3c3442"), 2)
        self.glow(x, y + 4, 90, colour, 0.55 if self.light.lamps else 0.25)
        self.canvas.path(
            f"M{number(x - 20)} {number(y)}Q{number(x)} {number(y - 26)} {number(x + 20)} {number(y)}Z",
            self.indoors(self.palette.accent),
        )
        self.canvas.ellipse(x, y + 1, 9, 5, "#fff6dc")
