"""What people wear: a torso, its collar and details, and what covers the legs."""

# ruff: noqa: E501 (path data stays on one line: broken into pieces, nobody can follow the pen)

from __future__ import annotations

from catalog.core.demo.cast import Look
from catalog.core.demo.pen import Pen


def draw_garment(pen: Pen, look: Look, shoulder: float, sole: float) -> None:
    """The clothes without the sleeves, which belong to the arms."""
    if look.legs != "trousers":
        _lower(pen, look, sole)
    torso = _torso(shoulder, flare=14 if look.dress in ("coat", "hoodie", "spacesuit") else 0)
    if look.dress == "cape":
        torso = f"M-18 84Q{-shoulder - 14:.0f} 92 {-shoulder - 34:.0f} 236Q0 262 {shoulder + 34:.0f} 236Q{shoulder + 14:.0f} 92 18 84Q0 104-18 84Z"
    pen.canvas.path(torso, pen.lit(look.cloth))
    with pen.canvas.group(clip=torso):
        _folds(pen, look, torso, shoulder)
        DETAILS[look.dress](pen, look, shoulder)
    pen.stroke(torso)
    if look.dress in OVER_COLLAR:
        OVER_COLLAR[look.dress](pen, look)


def _torso(shoulder: float, flare: float) -> str:
    waist = shoulder * 0.72 + flare
    return (
        f"M-18 84Q{-shoulder + 6:.0f} 88 {-shoulder - 4:.0f} 104Q{-shoulder:.0f} 140 {-waist:.0f} 176L{-waist - 5:.0f} 218"
        f"Q0 232 {waist + 5:.0f} 218L{waist:.0f} 176Q{shoulder:.0f} 140 {shoulder + 4:.0f} 104Q{shoulder - 6:.0f} 88 18 84Q0 106-18 84Z"
    )


def _folds(pen: Pen, look: Look, torso: str, shoulder: float) -> None:
    if not pen.near:
        return
    dark = pen.shaded(look.cloth)
    if pen.style.shading == "soft":
        pen.canvas.path(torso, pen.canvas.linear([(0, dark, 0.9), (0.3, dark, 0), (1, dark, 0.6)]))
        return
    side = f"M{shoulder * 0.45:.0f} 80Q{shoulder * 0.3:.0f} 160 {shoulder * 0.5:.0f} 270H{shoulder + 60:.0f}V80Z"
    pen.canvas.path(side, dark)
    pen.canvas.path("M-26 84Q0 124 30 84V70H-26Z", dark, opacity=0.8)
    pen.canvas.path(f"M{-shoulder:.0f} 150L{-shoulder * 0.4:.0f} 172L{-shoulder:.0f} 182Z", dark)


def _lower(pen: Pen, look: Look, sole: float) -> None:
    dark = pen.shaded(look.legs_colour)
    match look.legs:
        case "skirt":
            data = "M-40 196Q-54 240-72 276Q0 296 72 276Q54 240 40 196Z"
            pen.shape(data, look.legs_colour)
            for x in (-44, -22, 0, 22, 44):
                pen.canvas.path(f"M{x * 0.6:.0f} 214L{x} 284L{x + 10} 282Z", dark)
        case "shorts":
            pen.shape("M-42 196L-46 272L-6 276L0 240L6 276L46 272L42 196Z", look.legs_colour)
        case _:
            data = f"M-40 196Q-52 260-50 {sole:.0f}Q0 {sole + 12:.0f} 50 {sole:.0f}Q52 260 40 196Z"
            pen.shape(data, look.legs_colour)
            pen.canvas.path(f"M8 210Q20 280 14 {sole + 5:.0f}L46 {sole:.0f}Q48 260 36 200Z", dark)


def _sailor(pen: Pen, look: Look, shoulder: float) -> None:
    pen.canvas.path("M-60 80L-30 84L0 134L30 84L60 80L66 128Q30 132 0 150Q-30 132-66 128Z", pen.lit(look.trim))
    pen.stroke("M-58 120Q-30 126 0 144Q30 126 58 120", weight=0.9, colour=pen.lit("#ffffff"))


def _blazer(pen: Pen, look: Look, shoulder: float) -> None:
    pen.canvas.path("M-24 78L0 170L24 78Z", pen.lit("#fbfaf7"))
    pen.canvas.path("M-6 98L6 98L9 150L0 162L-9 150Z", pen.lit(look.trim))
    pen.stroke("M-26 80Q-34 120 0 172V230M26 80Q34 120 0 172")
    for y in (186, 206):
        pen.canvas.circle(8, y, 3, pen.lit("#e9d9a0"))


def _kimono(pen: Pen, look: Look, shoulder: float) -> None:
    pen.canvas.path("M-22 78L26 178L40 178L-4 78Z", pen.lit(look.trim))
    pen.canvas.path("M22 78L-26 178L-40 178L4 78Z", pen.lit(look.trim))
    pen.canvas.path("M20 84L-22 176", stroke=pen.line, width=pen.width)
    pen.canvas.rect(-90, 172, 180, 34, pen.lit(look.trim))
    pen.canvas.rect(-90, 184, 180, 8, pen.shaded(look.legs_colour))
    for x, y in ((-34, 126), (36, 138), (-40, 156), (44, 160)):
        pen.canvas.circle(x, y, 5, pen.bright(look.cloth, 0.5))


def _hoodie(pen: Pen, look: Look, shoulder: float) -> None:
    pen.canvas.path(
        "M-32 190L-24 164H24L32 190V236H-32Z", pen.shaded(look.cloth, 0.7), stroke=pen.line, width=pen.width * 0.7
    )
    for x in (-9, 9):
        pen.canvas.path(f"M{x} 104L{x * 1.3:.0f} 138", stroke=pen.lit("#f8f6f0"), width=3.5)


def _apron(pen: Pen, look: Look, shoulder: float) -> None:
    pen.canvas.path(
        "M-26 110H26L32 190H48V250H-48V190H-32Z", pen.lit(look.trim), stroke=pen.line, width=pen.width * 0.8
    )
    pen.canvas.path("M-26 112L-34 84M26 112L34 84", stroke=pen.lit(look.trim), width=8)
    pen.canvas.path("M-14 196H14V214Q0 222-14 214Z", pen.shaded(look.trim, 0.6))


def _spacesuit(pen: Pen, look: Look, shoulder: float) -> None:
    pen.canvas.path(
        f"M{-shoulder - 8:.0f} 84H{-shoulder + 16:.0f}L-22 150L-12 240H12L22 150L{shoulder - 16:.0f} 84H{shoulder + 8:.0f}V120L40 160V240H-40V160L{-shoulder - 8:.0f} 120Z",
        pen.lit(look.trim),
    )
    pen.canvas.rect(-15, 130, 30, 20, pen.lit("#2c3550"), radius=4)
    pen.canvas.circle(-6, 140, 3.5, "#7cf0d0")
    pen.canvas.circle(6, 140, 3.5, "#ffd166")
    pen.canvas.rect(-80, 200, 160, 10, pen.shaded(look.trim, 1.3))


def _tracksuit(pen: Pen, look: Look, shoulder: float) -> None:
    pen.canvas.path(f"M{-shoulder - 8:.0f} 128H{shoulder + 8:.0f}V150H{-shoulder - 8:.0f}Z", pen.lit(look.trim))
    pen.stroke("M0 100V230", colour=pen.lit(look.trim), weight=1.6)
    pen.canvas.text(-24, 180, "7", 26, pen.lit(look.trim))


def _idol(pen: Pen, look: Look, shoulder: float) -> None:
    pen.canvas.path(
        f"M{-shoulder - 6:.0f} 96Q0 130 {shoulder + 6:.0f} 96V120Q0 152 {-shoulder - 6:.0f} 120Z", pen.lit(look.trim)
    )
    for y in (150, 168, 186):
        pen.canvas.circle(0, y, 4, pen.lit("#ffe9a8"))
    pen.canvas.path("M-70 200Q-35 214 0 204Q35 214 70 200V236H-70Z", pen.lit(look.trim))


def _coat(pen: Pen, look: Look, shoulder: float) -> None:
    pen.canvas.path("M-18 78L-4 128V240H6V128L18 78Z", pen.lit(look.trim))
    pen.canvas.path(
        "M-22 78L-44 112L-26 118L-6 140M22 78L44 112L26 118L6 140",
        pen.shaded(look.cloth, 0.8),
        stroke=pen.line,
        width=pen.width,
    )
    for y in (160, 186, 210):
        pen.canvas.circle(-18, y, 3.5, pen.lit("#e5c469"))
        pen.canvas.circle(20, y, 3.5, pen.lit("#e5c469"))


def _overalls(pen: Pen, look: Look, shoulder: float) -> None:
    pen.canvas.path(
        "M-30 136H30L40 176H90V250H-90V176H-40Z", pen.lit(look.legs_colour), stroke=pen.line, width=pen.width * 0.8
    )
    pen.canvas.path("M-28 140L-34 84M28 140L34 84", stroke=pen.lit(look.legs_colour), width=11)
    for x in (-28, 28):
        pen.canvas.circle(x, 142, 5, pen.lit("#f2d06b"), stroke=pen.line, line=pen.width * 0.6)
    pen.canvas.rect(-16, 160, 32, 20, pen.shaded(look.legs_colour, 0.7), radius=3)


def _cape(pen: Pen, look: Look, shoulder: float) -> None:
    pen.canvas.path("M-70 232Q0 262 70 232V244Q0 276-100 246Z", pen.lit(look.trim))
    pen.stroke("M-6 108Q-14 170-24 250M10 108Q20 170 34 250", weight=0.8)


def _shirt(pen: Pen, look: Look, shoulder: float) -> None:
    pen.stroke("M0 104V230", weight=0.7)
    pen.canvas.path(
        "M-22 80L-30 104L-4 112L0 102L4 112L30 104L22 80Z", pen.lit(look.trim), stroke=pen.line, width=pen.width * 0.8
    )


DETAILS = {
    "sailor": _sailor,
    "blazer": _blazer,
    "kimono": _kimono,
    "hoodie": _hoodie,
    "apron": _apron,
    "spacesuit": _spacesuit,
    "tracksuit": _tracksuit,
    "idol": _idol,
    "coat": _coat,
    "overalls": _overalls,
    "cape": _cape,
    "shirt": _shirt,
}


def _bow(pen: Pen, look: Look) -> None:
    colour = pen.lit(look.trim if look.dress == "idol" else "#d9423f")
    pen.canvas.path(
        "M0 128L-26 114Q-30 130-26 146ZM0 128L26 114Q30 130 26 146Z", colour, stroke=pen.line, width=pen.width * 0.8
    )
    pen.canvas.circle(0, 129, 6, colour, stroke=pen.line, line=pen.width * 0.8)


def _hood(pen: Pen, look: Look) -> None:
    pen.shape("M-44 82Q-30 70-18 78Q0 112 18 78Q30 70 44 82Q30 116 0 118Q-30 116-44 82Z", look.cloth)


def _ring(pen: Pen, look: Look) -> None:
    pen.shape("M-34 78Q0 98 34 78L38 96Q0 118-38 96Z", look.trim)


def _clasp(pen: Pen, look: Look) -> None:
    pen.shape("M-40 82Q0 110 40 82L44 96Q0 126-44 96Z", look.trim)
    pen.canvas.circle(0, 112, 8, pen.lit("#ffd97a"), stroke=pen.line, line=pen.width)


OVER_COLLAR = {"sailor": _bow, "idol": _bow, "hoodie": _hood, "spacesuit": _ring, "cape": _clasp}
