"""Streets: a lantern lane, an old European town, a neon crossing."""

from __future__ import annotations

from catalog.core.demo.colour import darker, lighter, mix
from catalog.core.demo.sets.stage import BOTTOM, LEFT, RIGHT, TOP, WIDTH, Stage

SIGNS = ("湯", "灯", "猫", "茶", "酒", "本", "花", "夢", "鮨", "薬")


def lantern_street(stage: Stage) -> None:
    """A lane of wooden shops that runs to a vanishing point, under lanterns and wires."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(230)
    stage.hills(226, 84, palette.foliage, 0.6)
    for side in (-1, 1):
        for i in range(5):
            near, far = 440 - i * 80, 440 - (i + 1) * 80
            x_near, x_far = 320 + side * near, 320 + side * far
            roof_near, roof_far = 230 - near * 0.44, 230 - far * 0.44
            foot_near, foot_far = 230 + near * 0.24, 230 + far * 0.24
            wall = stage.light.far(mix(palette.wall, palette.floor, 0.25 * (i % 3)), i * 0.1)
            canvas.polygon([(x_near, roof_near), (x_far, roof_far), (x_far, foot_far), (x_near, foot_near)], wall)
            middle_near, middle_far = 230 - near * 0.1, 230 - far * 0.1
            shop = "#ffdc96" if stage.light.lamps else darker(wall, 0.45)
            canvas.polygon(
                [(x_near, middle_near + 8), (x_far, middle_far + 4), (x_far, foot_far), (x_near, foot_near)],
                shop,
                opacity=0.85,
            )
            for step in (0.25, 0.5, 0.75):
                x = x_near + (x_far - x_near) * step
                canvas.line([(x, 230 - abs(x - 320) * 0.08), (x, 230 + abs(x - 320) * 0.24)], darker(wall, 0.4), 2)
            curtain = stage.lit(palette.accent if i % 2 else palette.second)
            canvas.polygon(
                [
                    (x_near, middle_near - 4),
                    (x_far, middle_far - 2),
                    (x_far, middle_far + far * 0.05 + 8),
                    (x_near, middle_near + near * 0.05 + 8),
                ],
                curtain,
            )
            canvas.polygon(
                [
                    (x_near + side * 8, roof_near - 2),
                    (x_far - side * 4, roof_far - 6),
                    (x_far - side * 10, roof_far + 10),
                    (x_near - side * 16, roof_near + 16),
                ],
                stage.lit(darker(palette.wall, 0.5)),
            )
            if far > 60:
                stage.lantern(
                    x_far - side * 12, 230 - far * 0.2, 6 + far * 0.04, palette.accent, SIGNS[(i + side) % 10]
                )
    canvas.polygon([(280, 238), (360, 238), (RIGHT + 140, BOTTOM), (LEFT - 140, BOTTOM)], stage.lit(palette.floor))
    for i in range(7):
        y = 244 + i * i * 4
        canvas.line(
            [(320 - (y - 200) * 1.8, y), (320 + (y - 200) * 1.8, y)], darker(stage.lit(palette.floor), 0.22), 1.5
        )
    for y in (10, 30):
        canvas.line([(LEFT, y - 20), (320, y + 60), (RIGHT, y - 30)], stage.lit("#2c2836"), 1.5, curved=True)


def old_town(stage: Stage) -> None:
    """Gabled houses in a row, a clock tower, cobbles and a fountain."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(260)
    stage.hills(240, 100, palette.foliage, 0.6)
    tower = stage.light.far(palette.wall, 0.3)
    canvas.rect(390, 20, 58, 240, tower)
    canvas.polygon([(380, 24), (419, -50), (458, 24)], stage.light.far(palette.accent, 0.3))
    canvas.circle(419, 62, 21, stage.lit("#fdf7e6"), stroke=stage.lit("#5a4a4a"), line=3)
    canvas.line([(419, 50), (419, 62), (428, 66)], stage.lit("#5a4a4a"), 3)
    x, i = LEFT, 0
    while x < RIGHT:
        width, tall = stage.random.uniform(84, 116), stage.random.uniform(110, 165)
        wall = stage.lit((palette.wall, lighter(palette.second, 0.45), "#f3e3c8", lighter(palette.accent, 0.5))[i % 4])
        roof = stage.lit((palette.accent, darker(palette.second, 0.2), "#8a5a4a")[i % 3])
        canvas.rect(x, 288 - tall, width, tall, wall)
        canvas.rect(x + width * 0.8, 288 - tall, width * 0.2, tall, darker(wall, 0.15))
        canvas.polygon([(x - 7, 290 - tall), (x + width / 2, 240 - tall), (x + width + 7, 290 - tall)], roof)
        for row in range(2):
            for column in range(2):
                wx, wy = x + 16 + column * (width - 52), 304 - tall + row * 44
                canvas.rect(
                    wx,
                    wy,
                    20,
                    26,
                    "#ffdf91" if stage.light.lamps else stage.lit("#7fb6d6"),
                    stroke=darker(wall, 0.5),
                    line=2,
                )
                canvas.rect(wx - 3, wy + 26, 26, 6, stage.lit(palette.foliage))
        canvas.rect(x + width / 2 - 12, 244, 24, 44, darker(roof, 0.2), radius=4)
        canvas.polygon(
            [(x + 10, 236), (x + width - 10, 236), (x + width - 2, 252), (x + 2, 252)], lighter(roof, 0.3), opacity=0.9
        )
        x, i = x + width + 4, i + 1
    stage.ground(286, palette.floor)
    for _ in range(90):
        y = stage.random.uniform(292, 410)
        canvas.ellipse(
            stage.random.uniform(LEFT, RIGHT),
            y,
            6 + (y - 290) * 0.08,
            2.5 + (y - 290) * 0.03,
            darker(stage.lit(palette.floor), 0.14),
            opacity=0.7,
        )
    stone = stage.lit("#cfc7bd")
    canvas.ellipse(180, 310, 78, 20, stone)
    canvas.ellipse(180, 306, 66, 14, stage.lit("#6fb7d8"))
    canvas.rect(172, 252, 16, 54, stone)
    canvas.ellipse(180, 254, 32, 8, lighter(stone, 0.2))


def neon_street(stage: Stage) -> None:
    """A crossing among towers of signs."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(280)
    stage.skyline(276, 230, mix(palette.wall, "#2c3358", 0.4), 0.35)
    for side in (-1, 1):
        for i in range(3):
            x = 320 + side * (130 + i * 120)
            wall = stage.lit(mix(palette.wall, "#20264a", 0.25 + 0.15 * i))
            canvas.rect(x - 62, -40 + i * 16 - 20 * side, 124, 340, wall)
            canvas.rect(x - 62 if side > 0 else x + 40, -40 + i * 16 - 20 * side, 22, 340, darker(wall, 0.3))
            for row in range(6):
                for column in range(4):
                    if stage.random.random() < 0.6:
                        canvas.rect(
                            x - 48 + column * 26,
                            -16 + row * 36,
                            16,
                            20,
                            "#ffe2a0" if stage.light.lamps else stage.lit("#9cc4da"),
                            opacity=0.8,
                        )
            sign = (palette.accent, palette.second, "#39d5e0")[(i + (side > 0)) % 3]
            y = 40 + i * 44
            if stage.light.lamps:
                stage.glow(x - side * 50, y + 50, 90, sign, 0.55)
            lit = lighter(sign, 0.1) if stage.light.lamps else stage.lit(sign)
            canvas.rect(x - side * 50 - 15, y, 30, 104, lit, radius=4, stroke=lighter(lit, 0.6), line=2)
            for j in range(3):
                canvas.text(
                    x - side * 50, y + 28 + j * 31, SIGNS[(i * 3 + j + (5 if side > 0 else 0)) % 10], 23, "#fffdf2"
                )
    stage.ground(282, mix(palette.floor, "#3a3f58", 0.4))
    for i in range(8):
        x = -60 + i * 104
        canvas.polygon(
            [(x, 320), (x + 50, 320), (x + 32 + (x - 320) * 0.1, 372), (x - 34 + (x - 320) * 0.1, 372)],
            stage.lit("#eef0f4"),
            opacity=0.75,
        )
    if stage.light.lamps:
        for x, colour in ((120, palette.accent), (350, "#39d5e0"), (560, palette.second)):
            canvas.ellipse(x, 330, 100, 40, canvas.radial([(0, colour, 0.5), (1, colour, 0)]))
    canvas.rect(LEFT, TOP, WIDTH, 1, stage.light.sky[0])
