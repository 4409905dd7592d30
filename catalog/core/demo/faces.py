"""Heads and expressions. The face is centred on (0, 0), 100 units wide, its chin near y = 62."""

# ruff: noqa: E501 (path data stays on one line: broken into pieces, nobody can follow the pen)

from __future__ import annotations

from dataclasses import dataclass

from catalog.core.demo.cast import Look
from catalog.core.demo.eyes import draw_eyes
from catalog.core.demo.pen import Pen

# What a detector would frame: brow to chin, ear to ear (x, y, width, height in figure units).
FACE_BOX = (-52.0, -44.0, 104.0, 108.0)

OUTLINES = {
    "round": "M-50-10C-52 26-34 60-2 61C32 61 52 26 50-10C50-50 28-68 0-68C-28-68-50-50-50-10Z",
    "pointed": "M-49-10C-50 16-40 38-20 54Q-4 66 2 66Q10 64 22 53C42 36 50 16 49-10C50-50 28-68 0-68C-28-68-50-50-49-10Z",
    "square": "M-48-10C-50 14-47 34-38 46Q-24 62-8 63L10 63Q26 62 39 46C47 34 50 14 48-10C50-50 28-68 0-68C-28-68-50-50-48-10Z",
    "wide": "M-55-6C-60 30-40 56-2 57C40 56 60 30 55-6C54-50 30-66 0-66C-30-66-54-50-55-6Z",
    "oval": "M-46-10C-48 24-30 66 0 68C30 66 48 24 46-10C48-52 28-70 0-70C-28-70-48-52-46-10Z",
}


@dataclass(frozen=True)
class Expression:
    """How a face is set. Lids: 1 open, 0 closed; brows: -1 sad, 0 calm, 1 angry."""

    name: str
    lids: float = 1.0
    brows: float = 0.0
    mouth: str = "smile"
    blush: float = 0.0
    pupils: float = 1.0
    wink: bool = False
    tears: bool = False


EXPRESSIONS: dict[str, Expression] = {
    expression.name: expression
    for expression in (
        Expression("calm", mouth="line"),
        Expression("smile"),
        Expression("happy", lids=0.0, mouth="laugh", blush=0.5),
        Expression("surprised", lids=1.15, brows=-0.5, mouth="o", pupils=0.7),
        Expression("angry", lids=0.8, brows=1.0, mouth="shout"),
        Expression("determined", lids=0.88, brows=0.8, mouth="firm"),
        Expression("sad", lids=0.75, brows=-1.0, mouth="wave", tears=True),
        Expression("shy", lids=0.85, brows=-0.6, mouth="small", blush=1.0),
        Expression("wink", mouth="cat", wink=True, blush=0.3),
        Expression("deadpan", lids=0.5, mouth="line"),
        Expression("grin", lids=0.9, brows=0.4, mouth="grin"),
        Expression("talking", mouth="open"),
    )
}


def outline(pen: Pen, look: Look) -> str:
    """The path of the face; grown men have squarer jaws in every style but the widest."""
    jaw = pen.style.jaw
    if look.build == "man" and jaw in ("pointed", "oval"):
        return OUTLINES["square" if jaw == "oval" else "oval"]
    return OUTLINES["round" if look.build == "child" and jaw == "pointed" else jaw]


def draw_head(pen: Pen, look: Look, turn: float) -> None:
    """Ears, face and its shadows, before the features; `turn` from -1 (to the left) to 1."""
    face = outline(pen, look)
    canvas = pen.canvas
    for side in (-1, 1):
        if side * turn < 0.45:
            canvas.ellipse(side * 50 - turn * 4, 10, 9, 14, pen.lit(look.skin), stroke=pen.line, line=pen.width * 0.8)
            canvas.ellipse(side * 50 - turn * 4, 11, 4, 8, pen.shaded(look.skin))
    canvas.path(face, pen.lit(look.skin))
    if pen.near:
        _shade(pen, look, face, turn)
    pen.stroke(face)


def _shade(pen: Pen, look: Look, face: str, turn: float) -> None:
    canvas, dark = pen.canvas, pen.shaded(look.skin)
    match pen.style.shading:
        case "cel" | "double":
            with canvas.group(clip=face):
                canvas.path("M-60-70H60V-14Q30-4 18-18Q0-4-16-18Q-32-4-60-8Z", dark)
                canvas.path(f"M{26 + turn * 10:.0f} 70Q52 40 44-16H62V70Z", dark)
                if pen.style.shading == "double":
                    canvas.path("M44 60Q58 30 52-10H62V60Z", pen.shaded(look.skin, 1.6))
        case "soft":
            fade = canvas.linear([(0, dark, 1), (0.42, dark, 0), (1, dark, 0.35)])
            canvas.path(face, fade)
        case "hatch":
            with canvas.group(clip=face):
                for i in range(9):
                    x = 18 + i * 6
                    pen.stroke(f"M{x} {62 - i * 3}L{x + 16} {18 - i * 8}", weight=0.4)
                canvas.path("M-60-70H60V-22Q0-10-60-22Z", dark, opacity=0.7)
        case "flat":
            with canvas.group(clip=face):
                canvas.path("M-60-70H60V-24Q0-14-60-24Z", dark, opacity=0.6)


def draw_features(pen: Pen, look: Look, expression: Expression, turn: float) -> None:
    """Blush, nose, mouth and eyes, over the fringe's shadow and under the fringe."""
    _blush(pen, expression, turn)
    _nose(pen, look, turn)
    _mouth(pen, expression.mouth, turn * 12)
    draw_eyes(pen, look, expression.lids, expression.pupils, wink=expression.wink, turn=turn)
    if expression.tears:
        for side in (-1, 1):
            x = side * 25 + turn * 11
            pen.canvas.path(
                f"M{x - 5:.0f} 24Q{x:.0f} 18 {x + 5:.0f} 24Q{x + 7:.0f} 38 {x:.0f} 40Q{x - 7:.0f} 38 {x - 5:.0f} 24Z",
                "#bfe6ff",
                opacity=0.85,
            )


def draw_brows(pen: Pen, look: Look, expression: Expression, turn: float) -> None:
    """Brows are painted over the fringe, as animators do, so that a mood is never hidden."""
    weight = {"man": 2.2, "woman": 1.3, "child": 1.3}[look.build]
    colour = pen.shaded(look.hair, 1.2) if look.hair_name not in ("white", "silver") else pen.line
    for side in (-1, 1):
        inner, outer = side * 10 + turn * 12, side * 36 + turn * 10
        lift = expression.brows * 7
        start, end = -19 + lift, -21 - lift * 0.6
        pen.stroke(
            f"M{inner:.1f} {start:.1f}Q{(inner + outer) / 2:.1f} {min(start, end) - 5:.1f} {outer:.1f} {end:.1f}",
            weight=weight,
            colour=colour,
        )


def _blush(pen: Pen, expression: Expression, turn: float) -> None:
    opacity = min(0.9, pen.style.blush * 0.6 + expression.blush * 0.5)
    pink = pen.lit("#ff8f8f")
    for side in (-1, 1):
        x = side * 32 + turn * 8
        if pen.style.shading in ("flat", "hatch"):
            pen.canvas.ellipse(x, 31, 9, 5, pink, opacity=opacity)
        else:
            paint = pen.canvas.radial([(0, pink, opacity), (1, pink, 0)])
            pen.canvas.ellipse(x, 31, 14, 9, paint)
        if expression.blush > 0.8:
            for i in range(3):
                pen.stroke(f"M{x - 6 + i * 6:.0f} 34l4-7", weight=0.6, colour=pen.lit("#e05a68"))


def _nose(pen: Pen, look: Look, turn: float) -> None:
    x = turn * 17
    hook = 5 if turn >= 0 else -5
    if look.build == "man":
        pen.stroke(f"M{x - hook:.1f} 14Q{x + hook * 1.5:.1f} 27 {x + hook:.1f} 29L{x - hook * 0.6:.1f} 31", weight=0.9)
    elif pen.style.eyes in ("dot", "round"):
        pen.canvas.ellipse(x, 29, 3, 2, pen.shaded(look.skin, 1.3))
    else:
        pen.stroke(f"M{x:.1f} 25Q{x + hook * 0.6:.1f} 29 {x - hook * 0.2:.1f} 30", weight=0.8)


def _mouth(pen: Pen, kind: str, x: float) -> None:
    inside, tongue = pen.lit("#7c2b3a"), pen.lit("#f08a8a")
    canvas = pen.canvas
    with canvas.group(f"translate({x:.1f} 43)"):
        match kind:
            case "line":
                pen.stroke("M-7 1Q0 2 8 0", weight=0.9)
            case "firm":
                pen.stroke("M-9 3Q0-2 10 2", weight=1.1)
            case "small":
                pen.stroke("M-5 2Q-1-3 2 1Q5-2 7 1", weight=0.9)
            case "wave":
                pen.stroke("M-10 4Q-5-2 0 2Q5 6 10 0", weight=1)
            case "cat":
                pen.stroke("M-11-1Q-6 7 0 0Q6 7 11-2", weight=1.1)
            case "o":
                canvas.ellipse(0, 5, 6, 8, inside, stroke=pen.line, line=pen.width)
            case "grin":
                canvas.path(
                    "M-16-3Q0 5 16-4Q13 12 0 12Q-12 12-16-3Z", pen.lit("#ffffff"), stroke=pen.line, width=pen.width
                )
                pen.stroke("M-13 4Q0 9 13 3", weight=0.5)
            case "open":
                canvas.path("M-8-2Q0 1 8-3Q9 9 0 10Q-8 9-8-2Z", inside, stroke=pen.line, width=pen.width * 0.9)
                canvas.path("M-4 7Q0 3 5 6Q3 9.500-1 9Z", tongue)
            case "shout":
                canvas.path("M-13-4Q0-8 13-4Q17 14 0 15Q-17 14-13-4Z", inside, stroke=pen.line, width=pen.width)
                canvas.path("M-11-3Q0-6 11-3L9 1Q0-2-9 1Z", pen.lit("#ffffff"))
                canvas.path("M-7 11Q0 5 7 11Q0 15-7 11Z", tongue)
            case "laugh":
                canvas.path("M-16-5Q0 0 16-5Q15 14 0 15Q-15 14-16-5Z", inside, stroke=pen.line, width=pen.width)
                canvas.path("M-13-3.500Q0 1 13-3.500L12 0Q0 4-12 0Z", pen.lit("#ffffff"))
                canvas.path("M-9 10Q0 3 9 10Q0 16-9 10Z", tongue)
            case _:
                pen.stroke("M-11-2Q0 8 12-3", weight=1.1)
