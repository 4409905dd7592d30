"""A whole person: the order in which back hair, body, face, fringe and hat are painted."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.core.demo.accessories import ACCESSORIES, ON_SKIN
from catalog.core.demo.bodies import POSES, build, draw_body
from catalog.core.demo.cast import CastMember, Look
from catalog.core.demo.faces import EXPRESSIONS, FACE_BOX, draw_brows, draw_features, draw_head
from catalog.core.demo.hair import draw_back, draw_fringe, draw_from_behind
from catalog.core.demo.light import Light
from catalog.core.demo.pen import Pen
from catalog.core.demo.style import Style
from catalog.core.demo.svg import Canvas


@dataclass(frozen=True)
class Figure:
    """Where a person stands and how: (x, y) is the middle of the face in pixels, `scale` pixels a unit."""

    member: CastMember
    x: float
    y: float
    scale: float
    expression: str = "smile"
    pose: str = "stand"
    turn: float = 0.0
    tilt: float = 0.0  # degrees, of the head
    sway: float = 0.0  # wind in the hair
    stride: float = 0.0
    heads: float = 0.0  # 0 leaves it to the style; chibis are 2.4 heads tall
    behind: bool = False  # seen from the back

    def face_box(self) -> tuple[float, float, float, float]:
        """The face in pixels (x, y, width, height), before the picture's edge cuts it."""
        left, top, width, height = FACE_BOX
        return (self.x + left * self.scale, self.y + top * self.scale, width * self.scale, height * self.scale)


def draw_figure(canvas: Canvas, figure: Figure, style: Style, light: Light) -> None:
    """Paints one person."""
    pen = Pen(canvas, style, light, figure.scale)
    look = figure.member.look
    with canvas.group(f"translate({figure.x:.1f} {figure.y:.1f}) scale({figure.scale:.3f})"):
        _shadow(canvas, figure, style)
        if figure.behind:
            draw_body(pen, look, POSES["stand"], style.heads, 0)
            draw_from_behind(pen, look)
            return
        tilt = f"rotate({figure.tilt:.1f} 0 56)"
        with canvas.group(tilt):
            draw_back(pen, look, figure.sway)
        draw_body(pen, look, POSES[figure.pose], figure.heads or style.heads, figure.stride)
        if "scarf" in look.accessories:
            ACCESSORIES["scarf"](pen, look, figure.turn)
        with canvas.group(tilt):
            _head(pen, look, figure)


def _shadow(canvas: Canvas, figure: Figure, style: Style) -> None:
    """Where the feet meet the ground."""
    size = build(figure.heads or style.heads, figure.member.look)
    canvas.ellipse(0, size.feet, 78 * size.scale, 12 * size.scale, "#12102a", opacity=0.28)


def _head(pen: Pen, look: Look, figure: Figure) -> None:
    expression = EXPRESSIONS[figure.expression]
    draw_head(pen, look, figure.turn)
    worn = [name for name in look.accessories if name != "scarf"]
    for name in worn:
        if name in ON_SKIN:
            ACCESSORIES[name](pen, look, figure.turn)
    draw_features(pen, look, expression, figure.turn)
    draw_fringe(pen, look, figure.turn)
    draw_brows(pen, look, expression, figure.turn)
    for name in worn:
        if name not in ON_SKIN:
            ACCESSORIES[name](pen, look, figure.turn)
