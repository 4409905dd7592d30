"""Spaceships, workshops of giants, cockpits."""

from __future__ import annotations

from catalog.core.demo.colour import darker, lighter, mix
from catalog.core.demo.sets.stage import BOTTOM, LEFT, RIGHT, TOP, WIDTH, Stage


def _space(stage: Stage, bottom: float) -> None:
    x: float
    y: float
    canvas, palette = stage.canvas, stage.palette
    deep = {"day": "#1b2a6b", "dawn": "#3a2460", "dusk": "#4a1c50"}.get(stage.light.name, "#0a0f2c")
    canvas.fade_down(LEFT, TOP, WIDTH, bottom - TOP, [(0, darker(deep, 0.4), 1), (1, mix(deep, palette.sky, 0.35), 1)])
    for x, y, colour in ((120, 60, palette.accent), (480, 120, palette.sky), (300, 20, palette.second)):
        canvas.ellipse(x, y, 230, 100, canvas.radial([(0, colour, 0.4), (1, colour, 0)]))
    for _ in range(90):
        x, y = stage.random.uniform(LEFT, RIGHT), stage.random.uniform(TOP, bottom)
        canvas.circle(x, y, stage.random.choice((0.7, 1, 1.7)), "#ffffff", opacity=stage.random.uniform(0.4, 1))


def _planet(stage: Stage, x: float, y: float, radius: float, colour: str) -> None:
    canvas = stage.canvas
    stage.glow(x, y, radius * 1.35, lighter(colour, 0.4), 0.5)
    disc = f"M{x - radius} {y}A{radius} {radius} 0 0 1 {x + radius} {y}A{radius} {radius} 0 0 1 {x - radius} {y}Z"
    canvas.circle(x, y, radius, colour)
    with canvas.group(clip=disc):
        for i in range(5):
            canvas.ellipse(
                x + stage.random.uniform(-20, 20),
                y - radius * 0.7 + i * radius * 0.34,
                radius,
                radius * 0.1,
                (lighter if i % 2 else darker)(colour, 0.22),
            )
        canvas.circle(x + radius * 0.5, y + radius * 0.3, radius * 1.05, darker(colour, 0.7), opacity=0.5)
    canvas.path(
        f"M{x - radius * 1.6} {y + radius * 0.3}Q{x} {y + radius * 0.75} {x + radius * 1.6} {y - radius * 0.35}",
        stroke=lighter(colour, 0.6),
        width=5,
        opacity=0.75,
    )


def star_bridge(stage: Stage) -> None:
    """The bridge of a ship: a wide window on a planet, consoles, a captain's rail."""
    canvas, palette = stage.canvas, stage.palette
    _space(stage, 220)
    _planet(stage, 470, 120, 74, mix(palette.second, "#c27a5a", 0.3))
    hull = stage.light.on_skin(palette.wall)
    canvas.polygon([(LEFT, TOP), (RIGHT, TOP), (RIGHT, -10), (560, 12), (80, 12), (LEFT, -10)], hull)
    for x, lean in ((-60, 40), (150, 14), (480, -14), (690, -40)):
        canvas.polygon([(x + lean, 0), (x + 16 + lean, 0), (x + 20, 230), (x - 4, 230)], darker(hull, 0.2))
    canvas.fade_down(LEFT, 216, WIDTH, 74, [(0, lighter(hull, 0.15), 1), (1, darker(hull, 0.3), 1)])
    for i in range(14):
        x = -110 + i * 62
        glow = (palette.accent, palette.second, "#6df0e0")[i % 3]
        canvas.rect(x, 226, 48, 26, "#10183a", radius=4)
        canvas.line([(x + 5, 244), (x + 16, 234 + stage.random.uniform(0, 8)), (x + 28, 242), (x + 42, 232)], glow, 2.4)
        for j in range(4):
            canvas.circle(x + 7 + j * 11, 264, 3.4, stage.random.choice((glow, "#ffd166", "#ff6b6b", "#e8f0ff")))
    canvas.fade_down(
        LEFT,
        286,
        WIDTH,
        140,
        [(0, stage.light.on_skin(palette.floor), 1), (1, darker(stage.light.on_skin(palette.floor), 0.35), 1)],
    )
    for x in range(-500, 1200, 100):
        canvas.line([(320 + (x - 320) * 0.5, 288), (x, BOTTOM)], darker(hull, 0.5), 2)
    canvas.line([(LEFT, 306), (RIGHT, 306)], lighter(palette.accent, 0.2), 4)


def galley(stage: Stage) -> None:
    """A ship's kitchen: pans, steam, a porthole, hanging ladles."""
    canvas, palette = stage.canvas, stage.palette
    stage.room(palette.wall, palette.floor, 256)
    for x in range(-120, 760, 44):
        for y in range(96, 220, 30):
            canvas.rect(x, y, 42, 28, stage.indoors(lighter(palette.wall, 0.28)), radius=3, opacity=0.6)
    for x in (120, 520):
        canvas.circle(x, 62, 56, stage.indoors("#c9ced8"))
        canvas.circle(x, 62, 46, "#0d1440")
        for _ in range(14):
            canvas.circle(x + stage.random.uniform(-30, 30), 62 + stage.random.uniform(-30, 30), 1.2, "#ffffff")
        canvas.circle(x + 12, 74, 17, palette.second)
        canvas.ellipse(x + 12, 74, 28, 4, "none", stroke=lighter(palette.accent, 0.3), line=2)
    canvas.rect(LEFT, 24, 170, 6, stage.indoors("#aab0ba"))
    canvas.rect(190, 24, 250, 6, stage.indoors("#aab0ba"))
    for i, x in enumerate((-90, -40, 210, 250, 290, 330, 370, 410)):
        canvas.line([(x, 28), (x, 74)], stage.indoors("#8e95a2"), 4)
        canvas.ellipse(x, 84, 15, 13 if i % 2 else 18, stage.indoors(("#b5bcc8", palette.accent)[i % 2]))
    canvas.rect(LEFT, 214, WIDTH, 14, stage.indoors("#dfe4ea"))
    canvas.rect(LEFT, 228, WIDTH, 74, stage.indoors(darker(palette.wall, 0.3)))
    for x in range(-100, 760, 120):
        canvas.rect(x, 238, 100, 54, stage.indoors(palette.accent), radius=6)
        canvas.rect(x + 34, 246, 32, 5, stage.indoors("#f0ece2"))
    for x, size in ((-40, 1.0), (180, 1.3), (330, 0.9), (600, 1.2)):
        pot = stage.indoors((palette.second, "#9fa7b4")[int(size * 10) % 2])
        canvas.rect(x - 30 * size, 214 - 38 * size, 60 * size, 38 * size, pot, radius=6)
        canvas.rect(x - 36 * size, 210 - 38 * size, 72 * size, 7, lighter(pot, 0.3), radius=3)
        for i in range(3):
            canvas.ellipse(
                x + (i - 1) * 14,
                214 - 56 * size - i * 16,
                18 + i * 5,
                14,
                canvas.radial([(0, "#ffffff", 0.6), (1, "#ffffff", 0)]),
            )


def hangar(stage: Stage) -> None:
    """A hall where a giant of tin stands among gantries."""
    canvas, palette = stage.canvas, stage.palette
    stage.room(palette.wall, palette.floor, 270)
    for x in range(-120, 760, 110):
        canvas.rect(x, TOP, 12, 330, stage.indoors(darker(palette.wall, 0.35)))
        canvas.line([(x + 12, 40), (x + 110, -40)], stage.indoors(darker(palette.wall, 0.25)), 5)
    stage.window(-60, -30, 160, 110, "#55505a", bars=4)
    giant(stage, 400, 290, 1.15)
    rail = stage.indoors("#e3b23c")
    for y in (150, 226):
        canvas.rect(LEFT, y, 330, 8, rail)
        for x in range(-110, 210, 26):
            canvas.line([(x, y), (x, y - 26)], rail, 2.5)
        canvas.line([(LEFT, y - 26), (210, y - 26)], rail, 3)
    for x in (560, 610, 660):
        box = stage.indoors(mix(palette.accent, "#b98a5a", 0.6))
        canvas.rect(x, 250 - (x % 100), 46, 60 + (x % 100), box)
        canvas.line([(x, 262), (x + 46, 262)], darker(box, 0.3), 3)
    for i in range(-2, 12):
        canvas.polygon([(i * 70, 316), (i * 70 + 35, 316), (i * 70 + 20, 330), (i * 70 - 15, 330)], rail)


def giant(stage: Stage, x: float, base: float, size: float) -> None:
    """A round-bellied robot of painted tin, about 250 pixels tall at size 1."""
    canvas, palette = stage.canvas, stage.palette
    tin, trim = stage.light.on_skin(palette.accent), stage.light.on_skin(palette.second)
    line = darker(tin, 0.75)
    with canvas.group(f"translate({x:.1f} {base:.1f}) scale({size:.3f})"):
        for side in (-1, 1):
            canvas.rect(side * 34 - 17, -82, 34, 72, darker(tin, 0.2), radius=10, stroke=line, line=3)
            canvas.rect(side * 36 - 26, -20, 52, 22, trim, radius=8, stroke=line, line=3)
            canvas.line([(side * 72, -176), (side * 96, -128), (side * 84, -84)], line, 32)
            canvas.line([(side * 72, -176), (side * 96, -128), (side * 84, -84)], darker(tin, 0.1), 26)
            canvas.circle(side * 84, -76, 19, trim, stroke=line, line=3)
        canvas.path("M-70-190Q-84-80-56-72H56Q84-80 70-190Q0-216-70-190Z", tin, stroke=line, width=3)
        canvas.path("M30-198Q44-120 34-72H56Q84-80 70-190Z", darker(tin, 0.28))
        canvas.rect(-36, -160, 72, 54, lighter(tin, 0.5), radius=6, stroke=line, line=3)
        canvas.path("M-30-154L0-130L30-154", stroke=line, width=3)
        canvas.path("M-44-200Q-48-262 0-264Q48-262 44-200Z", trim, stroke=line, width=3)
        for side in (-1, 1):
            canvas.circle(side * 18, -228, 11, "#fff6c2", stroke=line, line=3)
            canvas.circle(side * 18, -228, 4, line)
        canvas.rect(-20, -212, 40, 6, line, radius=2)
        canvas.line([(0, -264), (0, -288)], line, 4)
        canvas.circle(0, -292, 7, "#ff6a5a", stroke=line, line=2)


def observation_deck(stage: Stage) -> None:
    """A dark deck before stars, a ringed planet and a passing comet."""
    canvas, palette = stage.canvas, stage.palette
    _space(stage, 300)
    _planet(stage, 180, 150, 104, palette.accent)
    _planet(stage, 560, 60, 28, palette.second)
    canvas.polygon([(520, 150), (RIGHT, 40), (RIGHT, 70)], "#dff4ff", opacity=0.5)
    canvas.circle(522, 149, 8, "#ffffff")
    hull = stage.light.on_skin(palette.wall)
    for x in (-40, 300, 640):
        canvas.rect(x, TOP, 14, 360, darker(hull, 0.35))
    canvas.rect(LEFT, 296, WIDTH, 130, darker(hull, 0.25))
    canvas.rect(LEFT, 292, WIDTH, 8, lighter(hull, 0.3))
    canvas.line([(LEFT, 248), (RIGHT, 248)], lighter(hull, 0.15), 6)
    for x in range(-100, 760, 90):
        canvas.line([(x, 248), (x, 296)], lighter(hull, 0.1), 4)


def cockpit(stage: Stage) -> None:
    """Inside a cramped cab: gauges, levers and a round front pane."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(230)
    stage.hills(234, 60, palette.foliage, 0.4)
    shell = stage.indoors(palette.wall)
    # The pane runs the other way round than the wall, which makes it a hole.
    pane = "M30 200Q170 236 320 236Q470 236 610 200Q600 0 320-6Q40 0 30 200Z"
    canvas.path(f"M{LEFT} {TOP}H{RIGHT}V{BOTTOM}H{LEFT}Z{pane}", shell)
    canvas.path(pane, stroke=darker(shell, 0.45), width=12)
    for x in (190, 450):
        canvas.line([(x, 4), (x + (20 if x < 320 else -20), 232)], darker(shell, 0.45), 9)
    canvas.rect(LEFT, 250, WIDTH, 180, stage.indoors(darker(palette.floor, 0.25)))
    for i in range(9):
        x = -60 + i * 92
        canvas.circle(x, 270, 25, stage.indoors("#c9a24a"))
        canvas.circle(x, 270, 20, stage.indoors("#faf3dc"))
        canvas.line([(x, 270), (x + stage.random.uniform(-12, 12), 256)], "#b5342c", 2.6)
    for i in range(16):
        canvas.rect(
            -90 + i * 54,
            306,
            26,
            12,
            stage.random.choice((palette.accent, palette.second, "#7cf0a0", "#3a3448")),
            radius=3,
        )
    for x in range(-100, 760, 60):
        canvas.circle(x, -30, 4, darker(shell, 0.4))


def post_office(stage: Stage) -> None:
    """Pigeonholes of letters, a counter with a grille, parcels, a clock."""
    canvas, palette = stage.canvas, stage.palette
    stage.room(palette.wall, palette.floor, 262)
    wood = stage.indoors("#8a5c3c")
    canvas.rect(-110, -10, 400, 220, wood)
    for column in range(10):
        for row in range(6):
            x, y = -104 + column * 39, -4 + row * 35
            canvas.rect(x, y, 34, 30, darker(wood, 0.5))
            for i in range(stage.random.randrange(4)):
                canvas.rect(
                    x + 4,
                    y + 24 - i * 5,
                    26,
                    4,
                    stage.indoors(stage.random.choice(("#fbf4e2", palette.second, "#f0d8b8"))),
                )
    stage.window(340, 6, 170, 150, "#5d4434", bars=3)
    canvas.circle(590, 60, 38, stage.indoors("#fbf5e6"), stroke=stage.indoors("#7a4a32"), line=7)
    canvas.line([(590, 38), (590, 60), (606, 68)], stage.indoors("#3a2c2c"), 4)
    canvas.rect(LEFT, 220, WIDTH, 16, stage.indoors("#c48a58"))
    canvas.rect(LEFT, 236, WIDTH, 74, wood)
    for x in range(-100, 760, 74):
        canvas.rect(x, 246, 58, 54, lighter(wood, 0.12), radius=4)
    for x, width, tall, colour in (
        (420, 60, 44, "#d9b07a"),
        (486, 44, 30, palette.accent),
        (436, 40, 74, "#c89a62"),
        (620, 70, 52, "#d9b07a"),
    ):
        box = stage.indoors(colour)
        canvas.rect(x, 220 - tall, width, tall, box)
        canvas.line([(x + width / 2, 220 - tall), (x + width / 2, 220)], lighter(box, 0.5), 4)
        canvas.line([(x, 220 - tall / 2), (x + width, 220 - tall / 2)], lighter(box, 0.5), 4)
    stage.lamp(120, 0)
    stage.lamp(540, 0)
