"""What people wear on their heads and necks. Painted over the fringe, in the units of the face."""

# ruff: noqa: E501 (path data stays on one line: broken into pieces, nobody can follow the pen)

from __future__ import annotations

from collections.abc import Callable

from catalog.core.demo.cast import Look
from catalog.core.demo.pen import Pen


def _glasses(pen: Pen, look: Look, turn: float) -> None:
    shift = turn * 11
    for side in (-1, 1):
        pen.canvas.circle(side * 25 + shift, 10, 19, "#ffffff", stroke=pen.line, line=pen.width * 1.3, opacity=0.22)
        pen.canvas.circle(side * 25 + shift, 10, 19, "none", stroke=pen.line, line=pen.width * 1.3)
    pen.stroke(f"M{shift - 6:.1f} 8Q{shift:.1f} 4 {shift + 6:.1f} 8")


def _ribbon(pen: Pen, look: Look, turn: float) -> None:
    with pen.canvas.group("translate(34 -62) rotate(28)"):
        pen.shape("M0 0L-30-18Q-36 0-30 18ZM0 0L30-18Q36 0 30 18Z", look.trim)
        pen.canvas.circle(0, 0, 8, pen.lit(look.trim), stroke=pen.line, line=pen.width)


def _headband(pen: Pen, look: Look, turn: float) -> None:
    pen.shape("M-57-22Q-44-58 0-60Q44-58 57-22L52-14Q40-46 0-48Q-40-46-52-14Z", look.trim)


def _bandana(pen: Pen, look: Look, turn: float) -> None:
    pen.shape("M-58-22Q-56-84 0-86Q56-84 58-22Q30-44 0-44Q-30-44-58-22Z", look.trim)
    for x, y in ((-34, -50), (-12, -62), (14, -60), (36, -48)):
        pen.canvas.circle(x, y, 4, pen.bright(look.trim, 0.7))


def _cap(pen: Pen, look: Look, turn: float) -> None:
    pen.shape("M-60-20Q-58-90 0-92Q58-90 60-20Q30-38 0-38Q-30-38-60-20Z", look.cloth)
    pen.shape(
        f"M{-58 + turn * 10:.0f}-24Q0-44 {58 + turn * 10:.0f}-24Q{62 + turn * 26:.0f}-8 {40 + turn * 26:.0f}-10Q0-28 {-40 + turn * 26:.0f}-10Q{-62 + turn * 26:.0f}-8 {-58 + turn * 10:.0f}-24Z",
        look.trim,
    )
    pen.canvas.circle(turn * 12, -60, 11, pen.lit(look.trim), stroke=pen.line, line=pen.width * 0.7)


def _beret(pen: Pen, look: Look, turn: float) -> None:
    pen.shape("M-58-34Q-78-92 6-100Q84-92 56-32Q30-52 0-52Q-30-52-58-34Z", look.trim)
    pen.stroke("M6-100q2-10 8-10", weight=2)


def _toque(pen: Pen, look: Look, turn: float) -> None:
    pen.shape("M-44-50Q-84-92-46-116Q-30-146 4-130Q44-146 54-114Q84-90 44-50Z", "#fbfaf5")
    pen.shape("M-48-34L-46-62Q0-76 46-62L48-34Q0-52-48-34Z", "#f2efe6")


def _witch_hat(pen: Pen, look: Look, turn: float) -> None:
    pen.shape("M-46-52Q-30-110 26-160Q38-150 28-132Q40-92 48-52Z", look.cloth)
    pen.shape("M-96-30Q-60-62 0-64Q60-62 96-30Q40-46 0-46Q-40-46-96-30Z", look.cloth)
    pen.shape("M-47-56Q0-72 48-56L46-70Q0-86-42-70Z", look.trim)


def _headphones(pen: Pen, look: Look, turn: float) -> None:
    pen.canvas.path("M-60 0Q-66-90 0-92Q66-90 60 0", stroke=pen.line, width=10 + pen.width * 2)
    pen.canvas.path("M-60 0Q-66-90 0-92Q66-90 60 0", stroke=pen.lit(look.trim), width=10)
    for side in (-1, 1):
        pen.canvas.rect(side * 60 - 11, -14, 22, 42, pen.lit(look.trim), radius=10, stroke=pen.line, line=pen.width)


def _goggles(pen: Pen, look: Look, turn: float) -> None:
    pen.stroke("M-58-36Q0-58 58-36", weight=5)
    for side in (-1, 1):
        pen.canvas.ellipse(side * 23, -50, 21, 15, pen.lit("#9be2e8"), stroke=pen.lit("#b07b3c"), line=5)
        pen.canvas.ellipse(side * 23 - 7, -54, 6, 4, "#ffffff", opacity=0.8)


def _mask(pen: Pen, look: Look, turn: float) -> None:
    with pen.canvas.group("translate(50 -50) rotate(30)"):
        pen.shape("M-26-10L-24-44L-8-24H8L24-44L26-10Q20 26 0 34Q-20 26-26-10Z", "#fbf6ec")
        pen.stroke("M-16-4q6-6 10 2M16-4q-6-6-10 2", weight=1.2, colour=pen.lit("#c8323a"))
        pen.canvas.circle(0, 18, 3.5, pen.lit("#c8323a"))


def _flower(pen: Pen, look: Look, turn: float) -> None:
    for x, y in ((-58, -38), (-46, -54), (-40, -34), (-56, -54), (-48, -26)):
        pen.canvas.circle(x, y, 9, pen.lit("#fff1f4"), stroke=pen.line, line=pen.width * 0.6)
    pen.canvas.circle(-49, -42, 6, pen.lit("#f6c445"))


def _hairpin(pen: Pen, look: Look, turn: float) -> None:
    pen.canvas.path("M-44-30L-20-40", stroke=pen.line, width=8 + pen.width)
    pen.canvas.path("M-44-30L-20-40", stroke=pen.lit(look.trim), width=8)
    pen.canvas.path("M-40-20L-18-30", stroke=pen.lit(look.trim), width=5)


def _scarf(pen: Pen, look: Look, turn: float) -> None:
    pen.shape("M30 84Q70 120 62 196L40 190Q42 130 16 104Z", look.trim)
    pen.shape("M-46 66Q0 96 46 66Q58 92 42 104Q0 128-42 104Q-58 92-46 66Z", look.trim)
    pen.stroke("M-30 84Q0 106 32 86", weight=0.8)


def _beard(pen: Pen, look: Look, turn: float) -> None:
    with pen.canvas.group(f"translate({turn * 6:.1f} 0)"):
        pen.shape(
            "M-49 4Q-46 38-38 43Q-26 40-20 36Q-8 31 0 35Q8 31 20 36Q26 40 38 43Q46 38 49 4Q53 60 35 80"
            "L27 77L16 93L6 85L-4 97L-12 85L-22 91L-28 77L-36 79Q-53 60-49 4Z",
            look.hair,
            weight=0.8,
        )
        pen.canvas.path("M-16 54Q0 60 16 54L10 72L0 78L-10 72Z", pen.shaded(look.hair))


def _earrings(pen: Pen, look: Look, turn: float) -> None:
    for side in (-1, 1):
        pen.canvas.circle(side * 52, 30, 6, pen.lit("#ffd24d"), stroke=pen.line, line=pen.width * 0.7)


def _cat_ears(pen: Pen, look: Look, turn: float) -> None:
    for side in (-1, 1):
        pen.shape(f"M{side * 52}-40L{side * 56}-100L{side * 14}-74Z", look.hair)
        pen.canvas.path(f"M{side * 48}-52L{side * 50}-86L{side * 26}-70Z", pen.lit("#f6b4b8"))


def _freckles(pen: Pen, look: Look, turn: float) -> None:
    for side in (-1, 1):
        for i in range(3):
            pen.canvas.circle(side * (24 + i * 7) + turn * 9, 27 + (i % 2) * 5, 1.6, pen.shaded(look.skin, 1.6))


def _scar(pen: Pen, look: Look, turn: float) -> None:
    pen.stroke(
        f"M{-34 + turn * 9:.0f} 20L{-18 + turn * 9:.0f} 36M{-33 + turn * 9:.0f} 31l8-5",
        weight=0.9,
        colour=pen.shaded(look.skin, 1.6),
    )


def _crown(pen: Pen, look: Look, turn: float) -> None:
    pen.shape("M-26-72L-32-108L-14-92L0-116L14-92L32-108L26-72Q0-82-26-72Z", "#ffd35a")
    pen.canvas.circle(0, -88, 4, pen.lit("#f25f7a"))


ACCESSORIES: dict[str, Callable[[Pen, Look, float], None]] = {
    "glasses": _glasses,
    "hair_ribbon": _ribbon,
    "headband": _headband,
    "bandana": _bandana,
    "cap": _cap,
    "beret": _beret,
    "chef_hat": _toque,
    "witch_hat": _witch_hat,
    "headphones": _headphones,
    "goggles": _goggles,
    "fox_mask": _mask,
    "hair_flower": _flower,
    "hairpin": _hairpin,
    "scarf": _scarf,
    "beard": _beard,
    "earrings": _earrings,
    "cat_ears": _cat_ears,
    "freckles": _freckles,
    "scar": _scar,
    "crown": _crown,
}

# Freckles, scars and beards belong to the skin: mouth, eyes and fringe lie over them.
ON_SKIN = frozenset({"freckles", "scar", "beard"})
