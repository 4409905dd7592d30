"""A drawn poster for a show that has none: the same show always gets the same one.

The document is self-contained SVG of 400x600, meant for an `<img>`: no script, no reference to anything outside, and
the words of the title can never become markup.
"""

from __future__ import annotations

from collections.abc import Callable
from colorsys import hls_to_rgb
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import cos, pi, sin
from random import Random
from unicodedata import category, east_asian_width

WIDTH, HEIGHT = 400, 600
MARGIN = 32
# The browser draws the words, with the first of these that it has; the later ones hold Japanese on common systems.
FONTS = "'Zen Maru Gothic','Hiragino Maru Gothic ProN','Noto Sans JP','Noto Sans CJK JP','Yu Gothic',Meiryo,sans-serif"
TITLE_SIZES = (46, 40, 34, 29, 25, 21)
MAX_LINES = 5


@dataclass(frozen=True)
class Paints:
    """The colours of one cover, from the sky to the darkest ground."""

    sky: str
    glow: str
    far: str
    middle: str
    near: str
    ink: str
    accent: str


def cover_svg(*, seed: str, title: str, subtitle: str = "") -> str:
    """The poster as SVG text: colours and motif follow from the seed, the words are set and escaped."""
    random = Random(f"cover/{seed}")
    paints = _paints(random)
    motif = random.choice(MOTIFS)
    gradient = (
        f'<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{paints.sky}"/>'
        f'<stop offset="1" stop-color="{paints.glow}"/></linearGradient>'
        f'<linearGradient id="foot" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{paints.ink}" '
        f'stop-opacity="0"/><stop offset="1" stop-color="{paints.ink}"/></linearGradient>'
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
    return (
        f"{head}<defs>{gradient}</defs>{_rect(0, 0, WIDTH, HEIGHT, 'url(#sky)')}{motif(random, paints)}"
        f"{_rect(0, 300, WIDTH, 300, 'url(#foot)')}{_words(title, subtitle, paints)}{_frame(paints)}</svg>"
    )


def wrap(text: str, width: float) -> list[str]:
    """Lines of at most `width` ems. Breaks at spaces, and inside words only where a word is wider than a line."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if ems(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if ems(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
    return lines


def ems(text: str) -> float:
    """About how wide a text is: an ideograph is one em, a Latin letter a little over half."""
    return sum(1.0 if east_asian_width(character) in "WF" else 0.58 for character in text)


def printable(text: str) -> str:
    """Without control characters, lone surrogates and the like, which XML forbids."""
    return "".join(" " if character.isspace() else character for character in text if _is_allowed(character))


def _is_allowed(character: str) -> bool:
    return character.isspace() or (category(character) not in ("Cc", "Cs", "Cn") and character not in "\ufffe\uffff")


def _paints(random: Random) -> Paints:
    hue = random.random()
    other = hue + random.choice((0.08, -0.1, 0.45, 0.55))
    return Paints(
        sky=_colour(hue, 0.34, 0.55),
        glow=_colour(other, 0.76, 0.75),
        far=_colour(hue + 0.03, 0.52, 0.4),
        middle=_colour(hue + 0.05, 0.38, 0.42),
        near=_colour(hue + 0.06, 0.25, 0.45),
        ink=_colour(hue + 0.04, 0.11, 0.5),
        accent=_colour(other + 0.03, 0.66, 0.85),
    )


def _colour(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in hls_to_rgb(hue % 1, lightness, saturation))


def _words(title: str, subtitle: str, paints: Paints) -> str:
    clean = printable(title).strip() or "?"
    size, lines = _fit(clean)
    below = printable(subtitle).strip()
    small = wrap(below, (WIDTH - 2 * MARGIN) / 15)[:2] if below else []
    y = HEIGHT - 44 - len(small) * 20 - (len(lines) - 1) * size * 1.18
    parts = [_rect(MARGIN, y - size - 18, 54, 5, paints.accent)]
    for i, line in enumerate(lines):
        parts.append(_text(line, y + i * size * 1.18, size, "#ffffff", 700))
    start = HEIGHT - 34 - (len(small) - 1) * 20
    parts += [_text(line, start + i * 20, 15, paints.glow, 500) for i, line in enumerate(small)]
    return "".join(parts)


def _fit(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title stays within five lines; a novel of a title is cut with an ellipsis."""
    for size in TITLE_SIZES:
        lines = wrap(title, (WIDTH - 2 * MARGIN) / size)
        if len(lines) <= (3 if size > 30 else MAX_LINES):
            return size, lines
    cut = lines[:MAX_LINES]
    cut[-1] = cut[-1][:-1] + "…"
    return size, cut


def _text(words: str, y: float, size: int, fill: str, weight: int) -> str:
    style = f'font-family="{FONTS}" font-size="{size}" font-weight="{weight}"'
    return f'<text x="{MARGIN}" y="{y:.0f}" {style} fill="{fill}">{escape(words)}</text>'


def _frame(paints: Paints) -> str:
    box = f'x="12" y="12" width="{WIDTH - 24}" height="{HEIGHT - 24}" rx="10"'
    return f'<rect {box} fill="none" stroke="{paints.glow}" stroke-opacity=".45" stroke-width="1.5"/>'


def _rect(x: float, y: float, width: float, height: float, fill: str, *, opacity: float = 1) -> str:
    box = f'x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return f'<rect {box} fill="{fill}" fill-opacity="{opacity:g}"/>'


def _circle(x: float, y: float, radius: float, fill: str, opacity: float = 1) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" fill-opacity="{opacity:.2f}"/>'


def _ridge(random: Random, base: float, height: float, fill: str) -> str:
    points = [(x, base - random.uniform(0.2, 1) * height) for x in range(-80, WIDTH + 161, 80)]
    data = f"M{points[0][0]} {points[0][1]:.0f}"
    for (x, y), (next_x, next_y) in pairwise(points):
        data += f"C{x + 40} {y:.0f} {next_x - 40} {next_y:.0f} {next_x} {next_y:.0f}"
    return f'<path d="{data}V{HEIGHT}H-80Z" fill="{fill}"/>'


def _moon_and_hills(random: Random, paints: Paints) -> str:
    x, y = random.uniform(110, 290), random.uniform(120, 200)
    stars = "".join(
        _circle(random.uniform(0, WIDTH), random.uniform(0, 280), random.choice((1, 1.4, 2)), "#ffffff", 0.8)
        for _ in range(40)
    )
    moon = _circle(x, y, 118, paints.glow, 0.2) + _circle(x, y, 84, paints.glow, 0.3) + _circle(x, y, 62, "#fffbe8")
    hills = zip((330, 390, 450), (110, 90, 80), (paints.far, paints.middle, paints.near), strict=True)
    return stars + moon + "".join(_ridge(random, *hill) for hill in hills)


def _city(random: Random, paints: Paints) -> str:
    parts = [_circle(200, 230, 120, paints.accent, 0.9), _circle(200, 230, 165, paints.accent, 0.18)]
    for base, tall, fill in ((380, 190, paints.far), (430, 170, paints.middle), (500, 150, paints.near)):
        x = -10.0
        while x < WIDTH:
            width, height = random.uniform(32, 70), tall * random.uniform(0.45, 1)
            parts.append(_rect(x, base - height, width + 1, HEIGHT, fill))
            for row in range(int(height // 22)):
                for column in range(int(width // 16)):
                    if random.random() < 0.4:
                        parts.append(
                            _rect(x + 6 + column * 15, base - height + 10 + row * 22, 6, 9, paints.glow, opacity=0.8)
                        )
            x += width
    return "".join(parts)


def _waves(random: Random, paints: Paints) -> str:
    parts = [_circle(random.uniform(120, 280), 170, 78, paints.accent)]
    for row in range(8):
        y, shift = 240 + row * 40, (row % 2) * 50 + random.uniform(-6, 6)
        fill = (paints.far, paints.middle, paints.near)[row % 3]
        for column in range(-1, 6):
            x = column * 100 + shift
            for radius, paint in (
                (62, paints.glow),
                (56, fill),
                (40, paints.glow),
                (35, fill),
                (20, paints.glow),
                (16, fill),
            ):
                parts.append(_circle(x, y + 30, radius, paint))
    return "".join(parts)


def _petals(random: Random, paints: Paints) -> str:
    branch = f'<path d="M-10 90Q140 120 230 60T420 90" fill="none" stroke="{paints.ink}" stroke-width="9"/>'
    parts = [_ridge(random, 420, 90, paints.far), _ridge(random, 480, 80, paints.middle), branch]
    for _ in range(64):
        x, y, turn = random.uniform(-10, WIDTH), abs(random.gauss(0, 190)) + 20, random.uniform(0, 360)
        size = random.uniform(5, 14)
        fill = random.choice((paints.glow, paints.accent, "#ffffff"))
        shape = f"M0 0Q{size:.1f} {-size:.1f} {2 * size:.1f} 0Q{size:.1f} {size:.1f} 0 0Z"
        parts.append(f'<path d="{shape}" transform="translate({x:.0f} {y:.0f}) rotate({turn:.0f})" fill="{fill}"/>')
    return "".join(parts)


def _rays(random: Random, paints: Paints) -> str:
    x, y, parts = random.uniform(140, 260), random.uniform(190, 250), []
    for i in range(18):
        start, end = 2 * pi * i / 18, 2 * pi * (i + 0.5) / 18
        tips = (
            f"{x + 700 * cos(start):.0f} {y + 700 * sin(start):.0f}L{x + 700 * cos(end):.0f} {y + 700 * sin(end):.0f}"
        )
        parts.append(f'<path d="M{x:.0f} {y:.0f}L{tips}Z" fill="{paints.accent}" fill-opacity=".45"/>')
    disc = _circle(x, y, 84, paints.glow) + _circle(x, y, 68, paints.accent)
    return "".join(parts) + disc + _ridge(random, 430, 120, paints.middle) + _ridge(random, 490, 80, paints.near)


MOTIFS: tuple[Callable[[Random, Paints], str], ...] = (_moon_and_hills, _city, _waves, _petals, _rays)
