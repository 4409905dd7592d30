"""What lies over or in place of a set: weather, floating things, flares, patterns, bars and subtitles."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from catalog.core.demo.camera import HEIGHT, WIDTH
from catalog.core.demo.colour import darker, lighter, mix
from catalog.core.demo.style import Palette
from catalog.core.demo.svg import Canvas

BAR = 43  # 2.35 to 1
SUBTITLE_SIZE = 21


def backdrop(canvas: Canvas, kind: str, palette: Palette, random: Random) -> None:
    """A pattern in the colours of the show."""
    first, second_colour = lighter(palette.accent, 0.35), lighter(palette.second, 0.5)
    x, y = random.uniform(250, 390), random.uniform(150, 220)
    match kind:
        case "burst":
            canvas.rect(0, 0, WIDTH, HEIGHT, first)
            for i in range(16):
                start, end = 2 * pi * i / 16, 2 * pi * (i + 0.5) / 16
                canvas.polygon(
                    [(x, y), (x + 600 * cos(start), y + 600 * sin(start)), (x + 600 * cos(end), y + 600 * sin(end))],
                    second_colour,
                )
            canvas.circle(x, y, 150, lighter(first, 0.5), opacity=0.6)
        case "dots":
            canvas.fade_down(0, 0, WIDTH, HEIGHT, [(0, second_colour, 1), (1, first, 1)])
            for row in range(10):
                for column in range(17):
                    canvas.circle(column * 40 + row % 2 * 20, row * 40, 3 + row * 1.1, "#ffffff", opacity=0.5)
        case "stripes":
            canvas.rect(0, 0, WIDTH, HEIGHT, second_colour)
            for i in range(-4, 12):
                canvas.polygon(
                    [(i * 80, 0), (i * 80 + 40, 0), (i * 80 - 120, HEIGHT), (i * 80 - 160, HEIGHT)],
                    mix(first, second_colour, 0.35),
                )
            for _ in range(14):
                star(canvas, random.uniform(0, WIDTH), random.uniform(0, HEIGHT), random.uniform(8, 17), "#ffffff")
        case "speed":
            low = darker(palette.accent, 0.55)
            canvas.fade_down(
                0, 0, WIDTH, HEIGHT, [(0, low, 1), (0.5, mix(palette.accent, "#ffffff", 0.35), 1), (1, low, 1)]
            )
            for _ in range(80):
                top, length = random.uniform(0, HEIGHT), random.uniform(120, 520)
                start = random.uniform(-100, WIDTH)
                shade = random.choice(("#ffffff", second_colour, low))
                canvas.polygon([(start, top), (start + length, top - 2), (start + length, top + 2)], shade, opacity=0.7)
        case _:
            canvas.rect(
                0,
                0,
                WIDTH,
                HEIGHT,
                canvas.radial([(0, lighter(palette.second, 0.7), 1), (1, darker(palette.second, 0.3), 1)]),
            )
            focus_lines(canvas, x, y, darker(palette.second, 0.8), random)


def star(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """A four-pointed sparkle."""
    n = size * 0.16
    canvas.polygon(
        [
            (x, y - size),
            (x + n, y - n),
            (x + size, y),
            (x + n, y + n),
            (x, y + size),
            (x - n, y + n),
            (x - size, y),
            (x - n, y - n),
        ],
        colour,
        opacity=0.9,
    )


def focus_lines(canvas: Canvas, x: float, y: float, colour: str, random: Random) -> None:
    """Lines that converge on what matters."""
    for i in range(90):
        angle = 2 * pi * (i + random.random()) / 90
        inner, half = random.uniform(190, 270), random.uniform(0.006, 0.02)
        tip = (x + inner * cos(angle), y + inner * sin(angle) * 0.75)
        canvas.polygon(
            [
                tip,
                (x + 620 * cos(angle - half), y + 620 * sin(angle - half)),
                (x + 620 * cos(angle + half), y + 620 * sin(angle + half)),
            ],
            colour,
        )


def weather(canvas: Canvas, time: str, random: Random) -> None:
    """Rain or snow in the air, where the hour has it."""
    if time == "rain":
        for _ in range(110):
            x, y, length = random.uniform(-40, WIDTH), random.uniform(-40, HEIGHT), random.uniform(16, 46)
            canvas.line([(x, y), (x + length * 0.22, y + length)], "#eaf3ff", random.choice((1, 1.4, 2)), opacity=0.45)
    elif time == "snow":
        for _ in range(90):
            size = random.choice((1.4, 2.2, 3.4, 5))
            canvas.circle(random.uniform(0, WIDTH), random.uniform(0, HEIGHT), size, "#ffffff", opacity=0.85)


def drift(canvas: Canvas, kind: str, palette: Palette, random: Random) -> None:
    """What floats through the air of this show."""
    for _ in range(26):
        x, y, size = random.uniform(0, WIDTH), random.uniform(0, HEIGHT), random.uniform(3, 8)
        match kind:
            case "petals":
                turn = random.uniform(0, 360)
                with canvas.group(f"translate({x:.0f} {y:.0f}) rotate({turn:.0f})"):
                    canvas.path(
                        f"M0 0Q{size:.1f} {-size:.1f} {size * 2:.1f} 0Q{size:.1f} {size * 0.7:.1f} 0 0Z",
                        random.choice(("#ffd3df", "#ffeaf0", "#ffb9cc")),
                        opacity=0.9,
                    )
            case "sparks":
                canvas.circle(x, y, size * 0.35, "#ffb347", opacity=0.9)
            case "fireflies":
                canvas.circle(
                    x, y, size * 2, canvas.radial([(0, "#f6ffb0", 0.95), (0.3, "#d8f27a", 0.5), (1, "#d8f27a", 0)])
                )
            case "notes":
                canvas.text(x, y, "♪", size * 3.4, random.choice((palette.accent, palette.second, "#ffffff")))
            case "bubbles":
                canvas.circle(x, y, size * 1.3, "#ffffff", stroke="#ffffff", line=1, opacity=0.4)
            case "stars":
                star(canvas, x, y, size * 1.2, random.choice(("#ffffff", "#fff2a8", lighter(palette.second, 0.6))))
            case _:
                canvas.circle(x, y, size * 0.4, "#fff7e0", opacity=0.6)


def lens_flare(canvas: Canvas, random: Random) -> None:
    """Light in the lens: a glow at a corner and a chain of discs across the picture."""
    x, y = random.choice((70, 570)), random.uniform(20, 70)
    canvas.circle(x, y, 250, canvas.radial([(0, "#fffbe0", 0.9), (0.25, "#ffe9b0", 0.4), (1, "#ffe9b0", 0)]))
    for step, size, colour in (
        (0.35, 15, "#ffd0a0"),
        (0.6, 28, "#a8e0ff"),
        (0.8, 11, "#d8ffb8"),
        (1.15, 46, "#ffb8d0"),
        (1.5, 20, "#b8c8ff"),
    ):
        canvas.circle(x + (320 - x) * 2 * step * 0.7, y + (180 - y) * 2 * step * 0.7, size, colour, opacity=0.26)


def letterbox(canvas: Canvas) -> None:
    """The black bars of a wider picture."""
    canvas.rect(0, 0, WIDTH, BAR, "#000000")
    canvas.rect(0, HEIGHT - BAR, WIDTH, BAR, "#000000")


def subtitle(canvas: Canvas, words: str, *, yellow: bool) -> None:
    """A line of words at the foot of the picture."""
    canvas.text(
        WIDTH / 2, HEIGHT - 16, words, SUBTITLE_SIZE, "#ffe66d" if yellow else "#ffffff", stroke="#16121c", line=4.5
    )
