"""Bodies and clothes, in the units of the face: shoulders near y = 92, the waist at 190, the feet below.

Limbs are thick strokes with round ends, drawn once wide in the colour of the line and once narrower in that of the
cloth. It is the cheapest way to an outlined limb that bends anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot

from catalog.core.demo.cast import Look
from catalog.core.demo.garments import draw_garment
from catalog.core.demo.pen import Pen
from catalog.core.demo.svg import Point, smooth


@dataclass(frozen=True)
class Pose:
    """Elbow and hand of each arm, measured from its own shoulder, outwards and down; `front` draws it over the body."""

    name: str
    left: tuple[Point, Point]
    right: tuple[Point, Point]
    front: bool = True


_DOWN: tuple[Point, Point] = ((12, 70), (8, 140))
_HIP: tuple[Point, Point] = ((42, 62), (2, 108))
_WAVE: tuple[Point, Point] = ((40, 40), (58, -50))
_RAISE: tuple[Point, Point] = ((26, -46), (14, -128))
_CHIN: tuple[Point, Point] = ((10, 70), (-42, -8))
_HOLD: tuple[Point, Point] = ((12, 66), (-44, 72))
_POINT: tuple[Point, Point] = ((46, 6), (112, -18))
_RUN_FORE: tuple[Point, Point] = ((30, 54), (-18, 18))
_RUN_BACK: tuple[Point, Point] = ((38, 48), (62, 96))

POSES: dict[str, Pose] = {
    pose.name: pose
    for pose in (
        Pose("stand", _DOWN, _DOWN, front=False),
        Pose("hip", _DOWN, _HIP),
        Pose("hips", _HIP, _HIP),
        Pose("wave", _DOWN, _WAVE),
        Pose("raise", _HIP, _RAISE),
        Pose("think", _HOLD, _CHIN),
        Pose("hold", _HOLD, _HOLD),
        Pose("point", _DOWN, _POINT),
        Pose("cheer", _RAISE, _RAISE),
        Pose("run", _RUN_FORE, _RUN_BACK),
    )
}

SHOULDERS = {"child": 46.0, "woman": 52.0, "man": 68.0}
STATURE = {"child": 0.68, "woman": 1.0, "man": 1.06}  # bodies, against the style's common one
NECK = 84.0
NECK_IN_FACE = 72.0  # where that neck is put, in units of the face: necks are short in every style
TRUNK_AND_LEGS = 401.0  # neck to soles, unscaled


@dataclass(frozen=True)
class Build:
    """A body's size: how much larger it is drawn than its plan, and where its soles are in that plan."""

    scale: float
    sole: float

    @property
    def transform(self) -> str:
        """From the plan of the body to the units of the face."""
        return f"translate(0 {NECK_IN_FACE - NECK * self.scale:.2f}) scale({self.scale:.3f})"

    @property
    def feet(self) -> float:
        """The soles in units of the face, below its middle."""
        return NECK_IN_FACE + (self.sole - NECK) * self.scale


def build(heads: float, look: Look) -> Build:
    """A figure `heads` tall. Taller styles grow in breadth too, but less than in the legs."""
    length = max(0.3, (130 * heads - 150) / TRUNK_AND_LEGS) * STATURE[look.build]
    scale = min(1.4, max(0.62, length**0.8))
    return Build(scale, NECK + max(190.0, TRUNK_AND_LEGS * length / scale))


def draw_body(pen: Pen, look: Look, pose: Pose, heads: float, stride: float) -> None:
    """Legs, arms, clothes and neck, from back to front; `stride` (0 to 1) parts the legs."""
    size = build(heads, look)
    with pen.canvas.group(size.transform):
        _paint(replace(pen, scale=pen.scale * size.scale), look, pose, size.sole, stride)


def _paint(pen: Pen, look: Look, pose: Pose, sole: float, stride: float) -> None:
    if not pose.front:
        _arms(pen, look, pose)
    _legs(pen, look, sole, stride)
    _neck(pen, look)
    draw_garment(pen, look, SHOULDERS[look.build], sole)
    if pose.front:
        _arms(pen, look, pose)


def _limb(pen: Pen, points: list[Point], thickness: float, colour: str) -> None:
    data = smooth(points)
    pen.canvas.path(data, stroke=pen.line, width=thickness + pen.width * 2)
    pen.canvas.path(data, stroke=pen.lit(colour), width=thickness)


def _neck(pen: Pen, look: Look) -> None:
    half = 22 if look.build == "man" else 16
    neck = f"M{-half} 40L{-half - 1} 84Q0 {118} {half + 1} 84L{half} 40Z"
    pen.canvas.path(neck, pen.shaded(look.skin), stroke=pen.line, width=pen.width * 0.9)


def _arms(pen: Pen, look: Look, pose: Pose) -> None:
    shoulder = SHOULDERS[look.build]
    thickness = 30 if look.build == "man" else 23
    wide = look.dress in ("kimono", "cape", "coat", "spacesuit")
    bare = look.dress in ("overalls", "apron", "tracksuit", "idol")
    for side, (elbow, hand) in ((-1, pose.left), (1, pose.right)):
        start = (side * (shoulder - thickness * 0.3), 106.0)
        middle = (start[0] + side * elbow[0], 106 + elbow[1])
        end = (start[0] + side * hand[0], 106 + hand[1])
        if bare and look.dress != "tracksuit":
            _limb(pen, [start, middle, end], thickness * 0.72, look.skin)
            half = ((start[0] + middle[0]) / 2, (start[1] + middle[1]) / 2)
            _limb(pen, [start, half], thickness * 1.1, look.trim if look.dress == "apron" else look.cloth)
        else:
            cuff = (middle[0] + (end[0] - middle[0]) * 0.86, middle[1] + (end[1] - middle[1]) * 0.86)
            _limb(pen, [start, middle, cuff], thickness * (1.25 if wide else 1), look.cloth)
            _cuff(pen, look, middle, cuff, thickness * (1.25 if wide else 1))
        pen.canvas.circle(end[0], end[1], thickness * 0.44, pen.lit(look.skin), stroke=pen.line, line=pen.width)


def _cuff(pen: Pen, look: Look, middle: Point, cuff: Point, thickness: float) -> None:
    along = (cuff[0] - middle[0], cuff[1] - middle[1])
    length = hypot(*along) or 1.0
    across = (-along[1] / length * thickness * 0.42, along[0] / length * thickness * 0.42)
    ends = [(cuff[0] + across[0], cuff[1] + across[1]), (cuff[0] - across[0], cuff[1] - across[1])]
    pen.canvas.line(ends, pen.lit(look.trim), 7)


def _legs(pen: Pen, look: Look, sole: float, stride: float) -> None:
    if look.legs == "robe":
        return
    thickness = 32 if look.build == "man" else 25
    hip = 200.0
    bare = look.legs in ("skirt", "shorts")
    for side in (-1, 1):
        spread = side * (17 + stride * 44)
        knee = (side * 20 + stride * side * 30, (hip + sole) / 2 - stride * 16)
        foot = (spread + side * stride * 12, sole - 10 - (stride * 36 if side < 0 else 0))
        points = [(side * 17.0, hip), knee, foot]
        _limb(pen, points, thickness * (0.8 if bare else 1), look.skin if bare else look.legs_colour)
        if bare:
            sock = ((knee[0] + foot[0]) / 2, (knee[1] + foot[1]) / 2)
            _limb(pen, [sock, foot], thickness * 0.82, "#f4f1ec" if look.legs == "skirt" else look.trim)
        pen.canvas.ellipse(
            foot[0] + side * 5, foot[1] + 4, 19, 10, pen.lit(pen.style.line), stroke=pen.line, line=pen.width
        )
