"""Eyes, the signature of a character designer: seven ways to draw them.

Each eye is drawn round (0, 0) with its outer corner at +x, then mirrored for the left side of the picture.
"""

# ruff: noqa: E501 (path data stays on one line: broken into pieces, nobody can follow the pen)

from __future__ import annotations

from dataclasses import dataclass

from catalog.core.demo.cast import Look
from catalog.core.demo.pen import Pen


@dataclass(frozen=True)
class EyeDesign:
    """Half width and half height of the white, the iris, and the weight and flick of the upper lash."""

    width: float
    height: float
    iris_width: float
    iris_height: float
    lash: float
    flick: float  # how far the outer corner of the lash rises; falls when negative
    highlights: int
    spacing: float


DESIGNS: dict[str, EyeDesign] = {
    "classic": EyeDesign(14, 15, 9.5, 14, 2.6, 3, 2, 25),
    "sharp": EyeDesign(16, 10, 8, 10.5, 2.8, 6, 1, 25),
    "round": EyeDesign(15, 18, 12.5, 16.5, 2.0, 0, 2, 26),
    "dot": EyeDesign(0, 0, 5.5, 8.5, 0, 0, 1, 25),
    "sparkle": EyeDesign(17, 19, 13.5, 18, 3.2, 4, 4, 27),
    "almond": EyeDesign(14, 8.5, 6.5, 8.5, 2.0, 2, 1, 23),
    "tall": EyeDesign(11.5, 20, 9.5, 18, 3.0, -2, 3, 23),
}


def draw_eyes(pen: Pen, look: Look, lids: float, pupils: float, *, wink: bool, turn: float) -> None:
    """Both eyes; the far one of a turned head is narrower. `wink` closes the one on the right."""
    design = DESIGNS[pen.style.eyes]
    # Men are drawn with lower eyes, children with larger ones, in every style.
    tallness = {"man": 0.78, "woman": 1.0, "child": 1.1}[look.build]
    for side in (-1, 1):
        squeeze = 1 - 0.32 * max(0.0, side * turn)
        x = side * design.spacing + turn * 11
        across = side * pen.style.eye_size * squeeze
        down = pen.style.eye_size * tallness
        with pen.canvas.group(f"translate({x:.1f} 9) scale({across:.3f} {down:.3f})"):
            if lids <= 0.1 or (wink and side == 1):
                _closed(pen, design)
            elif pen.style.eyes == "dot":
                _dot(pen, look, lids, side)
            else:
                _open(pen, look, design, lids=lids, pupils=pupils, side=side)


def _closed(pen: Pen, design: EyeDesign) -> None:
    width = design.width or 9
    pen.stroke(f"M{-width:.1f} 4Q0-9 {width:.1f} 4", weight=max(1.4, design.lash * 0.7))
    if design.flick > 2:
        pen.stroke(f"M{width:.1f} 4l4-1", weight=1)


def _dot(pen: Pen, look: Look, lids: float, side: int) -> None:
    design = DESIGNS["dot"]
    height = design.iris_height * min(1.0, lids)
    pen.canvas.ellipse(0, 0, design.iris_width, height, pen.shaded(look.eyes, 1.4))
    pen.canvas.ellipse(0, height * 0.35, design.iris_width * 0.6, height * 0.45, pen.lit(look.eyes))
    pen.canvas.circle(-2 * side, -height * 0.35, 2.2, "#ffffff")
    pen.stroke(f"M-7 {-height + 1:.1f}Q0 {-height - 4:.1f} 8 {-height + 2:.1f}", weight=1)


def _open(pen: Pen, look: Look, design: EyeDesign, *, lids: float, pupils: float, side: int) -> None:
    width, height = design.width, design.height
    top = -height * lids
    white = (
        f"M{-width:.1f} {height * 0.2:.1f}Q{-width * 0.8:.1f} {top:.1f} {width * 0.1:.1f} {top:.1f}"
        f"Q{width:.1f} {top * 0.9:.1f} {width:.1f} {-design.flick * 0.5:.1f}"
        f"Q{width * 0.9:.1f} {height:.1f} 0 {height:.1f}Q{-width * 0.8:.1f} {height:.1f} {-width:.1f} {height * 0.2:.1f}Z"
    )
    pen.canvas.path(white, pen.lit("#fdfcff"))
    with pen.canvas.group(clip=white if pen.near else ""):
        _iris(pen, look, design, pupils, side)
        pen.canvas.path(
            f"M{-width - 2:.0f} {top - 4:.1f}H{width + 2:.0f}V{top + height * 0.32:.1f}Q0 {top + height * 0.14:.1f} {-width - 2:.0f} {top + height * 0.38:.1f}Z",
            pen.shaded("#8890b8"),
            opacity=0.5,
        )
    lash = (
        f"M{-width - 1:.1f} {height * 0.22:.1f}Q{-width * 0.85:.1f} {top - 1:.1f} {width * 0.1:.1f} {top - 1:.1f}"
        f"Q{width + 1:.1f} {top * 0.92:.1f} {width + 3:.1f} {-design.flick:.1f}"
        f"Q{width * 0.8:.1f} {top * 0.62:.1f} {width * 0.1:.1f} {top + design.lash:.1f}"
        f"Q{-width * 0.7:.1f} {top + design.lash:.1f} {-width - 1:.1f} {height * 0.22:.1f}Z"
    )
    pen.canvas.path(lash, pen.line, stroke=pen.line, width=pen.width * 0.7)
    pen.stroke(
        f"M{-width * 0.35:.1f} {height:.1f}Q{width * 0.3:.1f} {height + 1.5:.1f} {width * 0.8:.1f} {height * 0.7:.1f}",
        weight=0.7,
    )
    if design.height > 12:
        pen.stroke(
            f"M{-width * 0.6:.1f} {top - 4.5:.1f}Q{width * 0.2:.1f} {top - 7.5:.1f} {width:.1f} {top * 0.75 - 4:.1f}",
            weight=0.5,
        )


def _iris(pen: Pen, look: Look, design: EyeDesign, pupils: float, side: int) -> None:
    canvas = pen.canvas
    width, height = design.iris_width * (0.6 + 0.4 * pupils), design.iris_height * (0.6 + 0.4 * pupils)
    dark, middle, light = pen.shaded(look.eyes, 1.6), pen.lit(look.eyes), pen.bright(look.eyes, 0.5)
    canvas.ellipse(
        0, 0, width, height, canvas.linear([(0, dark, 1), (0.5, middle, 1), (1, light, 1)]), stroke=dark, line=1.2
    )
    canvas.ellipse(0, 0.5, width * 0.42, height * 0.46, pen.shaded(pen.style.line, 1.4))
    if design.highlights >= 3:
        canvas.ellipse(0, height * 0.55, width * 0.6, height * 0.26, pen.bright(look.eyes, 0.75), opacity=0.8)
    # Highlights fall from one lamp: the same side in both eyes, though the eyes are mirrored.
    canvas.ellipse(-side * width * 0.38, -height * 0.42, width * 0.36, height * 0.26, "#ffffff")
    if design.highlights >= 2:
        canvas.circle(side * width * 0.4, height * 0.42, width * 0.18, "#ffffff", opacity=0.9)
    if design.highlights >= 4:
        canvas.circle(-side * width * 0.3, height * 0.2, width * 0.13, "#ffffff", opacity=0.8)
