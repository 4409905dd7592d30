"""Hair: what hangs behind the head, and the fringe before it. The same units as the face."""

# ruff: noqa: E501 (path data stays on one line: broken into pieces, nobody can follow the pen)

from __future__ import annotations

from catalog.core.demo.cast import Look
from catalog.core.demo.pen import Pen
from catalog.core.demo.svg import Point

# Locks of each fringe: the hairline is a row of points from the left temple to the right one, tips hang between.
FRINGES: dict[str, tuple[Point, ...]] = {
    "straight": (
        (-47, 4),
        (-42, -14),
        (-28, -10),
        (-26, -15),
        (-10, -9),
        (-8, -15),
        (10, -9),
        (12, -15),
        (28, -10),
        (30, -15),
        (43, -12),
        (47, 4),
    ),
    "parted": (
        (-48, 22),
        (-44, -8),
        (-30, -2),
        (-30, -24),
        (-14, -22),
        (2, -48),
        (16, -22),
        (32, -2),
        (31, -22),
        (44, -8),
        (48, 22),
    ),
    "swept": (
        (-47, 24),
        (-44, -4),
        (-36, -20),
        (-20, -2),
        (-16, -22),
        (4, -2),
        (8, -24),
        (26, -10),
        (26, -30),
        (42, -14),
        (47, 20),
    ),
    "spiky": (
        (-48, 18),
        (-43, -12),
        (-34, 4),
        (-28, -18),
        (-14, 6),
        (-8, -20),
        (6, 2),
        (12, -22),
        (26, 4),
        (30, -18),
        (42, 0),
        (48, 16),
    ),
    "curtain": ((-50, 34), (-44, 0), (-38, -14), (-22, -36), (-2, -50), (18, -36), (37, -14), (44, 0), (50, 34)),
    "thin": (
        (-46, 6),
        (-44, -20),
        (-30, -30),
        (-14, -22),
        (-10, -32),
        (4, -20),
        (10, -32),
        (26, -26),
        (42, -22),
        (46, 6),
    ),
    "none": ((-46, -8), (-40, -30), (-20, -46), (0, -50), (20, -46), (40, -30), (46, -8)),
}


def draw_back(pen: Pen, look: Look, sway: float) -> None:
    """What the body stands before; `sway` from -1 to 1 is the wind."""
    drift = sway * 16
    for data in _back_shapes(look, drift):
        pen.shape(data, look.hair)
        pen.canvas.path(
            data,
            pen.canvas.linear(
                [
                    (0.2, pen.shaded(look.hair, 1.5), 0.9),
                    (0.75, pen.shaded(look.hair), 0.35),
                    (1, pen.shaded(look.hair, 1.3), 0.7),
                ]
            ),
        )


def _back_shapes(look: Look, drift: float) -> list[str]:
    volume = 60 * look.volume
    match look.back:
        case "short":
            shapes = [
                f"M{-volume:.0f}-10Q{-volume:.0f} 40-40 52L-30 44L40 44L46 52Q{volume:.0f} 40 {volume:.0f}-10Q50-76 0-78Q-50-76 {-volume:.0f}-10Z"
            ]
        case "bob":
            shapes = [
                f"M{-volume:.0f}-10Q{-volume - 10:.0f} 50 {-volume + 4:.0f} 78Q-30 88-10 78L10 78Q34 88 {volume - 4:.0f} 78Q{volume + 10:.0f} 50 {volume:.0f}-10Q50-78 0-80Q-50-78 {-volume:.0f}-10Z"
            ]
        case "long" | "hime":
            left, right = -volume - 12 + drift, volume + 12 + drift
            shapes = [
                f"M{-volume:.0f}-10C{-volume - 8:.0f} 60 {left - 8:.0f} 130 {left:.0f} 214L{left + 18:.0f} 196L{left + 30:.0f} 224L{left + 48:.0f} 200L{drift:.0f} 216"
                f"L{right - 44:.0f} 200L{right - 28:.0f} 224L{right - 16:.0f} 196L{right:.0f} 212C{right + 8:.0f} 130 {volume + 8:.0f} 60 {volume:.0f}-10Q50-80 0-82Q-50-80 {-volume:.0f}-10Z"
            ]
        case "twintails":
            tails = [
                f"M{s * 44}-40C{s * (82 + volume * 0.4):.0f}-58 {s * 126 + drift:.0f} 20 {s * 112 + drift * 2:.0f} 120Q{s * 104 + drift * 2:.0f} 160 {s * 78 + drift * 2:.0f} 178Q{s * 92 + drift:.0f} 130 {s * 74 + drift:.0f} 60Q{s * 62} 10 {s * 44}-10Z"
                for s in (-1, 1)
            ]
            shapes = [*tails, "M-56-10Q-58 30-40 46L40 46Q58 30 56-10Q50-78 0-80Q-50-78-56-10Z"]
        case "ponytail":
            shapes = [
                f"M0-72C60-112 130-50 {112 + drift * 2:.0f} 60Q{106 + drift * 2:.0f} 110 {70 + drift * 2:.0f} 140Q{92 + drift:.0f} 70 60 10Q40-30 0-40Z",
                "M-54-10Q-54 26-40 40L40 40Q54 26 54-10Q50-76 0-78Q-50-76-54-10Z",
            ]
        case "bun":
            shapes = [
                "M-30-70Q-44-112 0-116Q44-112 30-70Z",
                "M-54-10Q-54 26-38 44L38 44Q54 26 54-10Q50-76 0-78Q-50-76-54-10Z",
            ]
        case "braid":
            knots = [f"M{-54 + drift * i / 4:.0f} {52 + i * 26}q-20 14-2 32q18-4 24-16q0-14-22-16Z" for i in range(5)]
            shapes = ["M-58-10Q-62 40-46 62L46 50Q60 30 57-10Q50-78 0-80Q-50-78-58-10Z", *knots]
        case "spiky":
            shapes = [
                f"M{-volume:.0f} 10L{-volume - 18:.0f} 26L{-volume - 2:.0f}-8L{-volume - 26:.0f}-18L{-volume + 6:.0f}-36L{-volume - 4:.0f}-66L-30-72L-26-104L0-82L22-108L28-76L58-86L{volume - 6:.0f}-44L{volume + 26:.0f}-34L{volume + 2:.0f}-10L{volume + 18:.0f} 20L{volume:.0f} 14L40 46L-40 46Z"
            ]
        case "fluffy":
            shapes = [
                f"M{-volume:.0f}-20Q{-volume - 26:.0f}-10 {-volume - 12:.0f} 14Q{-volume - 30:.0f} 30 {-volume - 6:.0f} 46Q{-volume - 10:.0f} 74-40 70L40 70Q{volume + 10:.0f} 74 {volume + 6:.0f} 46Q{volume + 30:.0f} 30 {volume + 12:.0f} 14Q{volume + 26:.0f}-10 {volume:.0f}-20Q{volume + 6:.0f}-60 34-70Q20-98-2-84Q-26-98-38-70Q{-volume - 6:.0f}-60 {-volume:.0f}-20Z"
            ]
        case _:
            shapes = []
    return shapes


def fringe_path(look: Look) -> str:
    """Crown and fringe as one piece."""
    if look.back == "bald":
        return ""
    points = FRINGES[look.fringe]
    top = 80 + (look.volume - 1) * 20
    left, right = points[0], points[-1]
    crown = (
        f"M{left[0] - 6:.0f} {left[1]}C-66-30-52-{top:.0f} 0-{top:.0f}C52-{top:.0f} 66-30 {right[0] + 6:.0f} {right[1]}"
    )
    locks = [f"L{right[0]} {right[1]}"]
    inner = list(reversed(points))[1:]
    for i, (x, y) in enumerate(inner):
        before_x, before_y = inner[i - 1] if i else right
        bend_x = (x + before_x) / 2 + (3 if i % 2 else -3)
        locks.append(f"Q{bend_x:.1f} {(y + before_y) / 2 - 2:.1f} {x} {y}")
    return crown + "".join(locks) + "Z"


def draw_fringe(pen: Pen, look: Look, turn: float) -> None:
    """The fringe with its shine and side locks, over the face."""
    data = fringe_path(look)
    if not data:
        return
    with pen.canvas.group(f"translate({turn * 5:.1f} 0)"):
        _side_locks(pen, look)
        pen.canvas.path(data, pen.lit(look.hair))
        _hair_light(pen, look, data)
        pen.stroke(data)
        _strands(pen, look)


def _side_locks(pen: Pen, look: Look) -> None:
    if look.back in ("long", "bob", "twintails", "fluffy", "braid"):
        for s in (-1, 1):
            pen.shape(
                f"M{s * 55}-20Q{s * 64} 30 {s * 52} 84Q{s * 48} 70 {s * 46} 62Q{s * 50} 20 {s * 40}-20Z", look.hair
            )
    elif look.back == "hime":
        for s in (-1, 1):
            pen.shape(f"M{s * 55}-20L{s * 60} 58L{s * 36} 58Q{s * 46} 20 {s * 40}-20Z", look.hair)


def _hair_light(pen: Pen, look: Look, data: str) -> None:
    canvas, style = pen.canvas, pen.style
    if not pen.near:
        return
    with canvas.group(clip=data):
        if style.shading in ("cel", "double", "hatch"):
            canvas.path("M36-90Q64-50 60 40L40 40Q52-20 20-82Z", pen.shaded(look.hair))
            canvas.path("M-60 6Q0-20 60 6V40H-60Z", pen.shaded(look.hair), opacity=0.55)
        elif style.shading == "soft":
            canvas.path(data, canvas.linear([(0.3, pen.shaded(look.hair), 0), (1, pen.shaded(look.hair), 0.9)]))
        if style.shine > 0:
            band = "M-52-34L-44-50L-38-40L-30-56L-22-46L-12-60L-4-50L8-60L16-50L26-56L32-44L42-46L46-32Q30-44 18-40L10-46L0-40L-10-46L-20-38L-30-42L-38-32Z"
            smooth_band = "M-50-32Q-30-60 4-60Q34-58 46-36Q30-50 4-50Q-30-50-50-32Z"
            jagged = style.eyes in ("classic", "sharp", "sparkle", "tall")
            canvas.path(band if jagged else smooth_band, pen.bright(look.hair, 0.55), opacity=style.shine)


def _strands(pen: Pen, look: Look) -> None:
    if look.fringe in ("parted", "curtain"):
        pen.stroke("M2-48Q4-66 0-78", weight=0.7)
    elif look.fringe != "none":
        pen.stroke("M-8-15Q-14-40-6-64", weight=0.55)
        pen.stroke("M12-15Q18-36 12-56", weight=0.55)
    if look.back in ("short", "spiky", "fluffy"):
        pen.shape("M-4-78Q-10-98 12-104Q2-92 8-78Z", look.hair, weight=0.8)


def draw_from_behind(pen: Pen, look: Look) -> None:
    """The back of a head, for shots over a shoulder."""
    if look.back == "bald":
        pen.shape("M-50-10C-52 30-30 58 0 58C30 58 52 30 50-10C50-50 28-68 0-68C-28-68-50-50-50-10Z", look.skin)
        return
    draw_back(pen, look, 0)
    pen.shape("M-56-8Q-62 40-42 64Q-20 74 0 68Q20 74 42 64Q62 40 56-8Q50-80 0-80Q-50-80-56-8Z", look.hair)
    for x in (-30, -10, 12, 32):
        pen.stroke(f"M{x * 1.1:.0f} 4Q{x * 1.25:.0f} 34 {x} 62", weight=0.6)
    pen.canvas.path(
        "M-48-30Q-26-58 8-58Q36-54 48-32Q20-46 0-44Q-26-44-48-30Z", pen.bright(look.hair, 0.5), opacity=pen.style.shine
    )
