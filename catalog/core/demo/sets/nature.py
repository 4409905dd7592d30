"""Woods, gardens, shrines: places where plants have the upper hand."""

# ruff: noqa: E501 (path data stays on one line: broken into pieces, nobody can follow the pen)

from __future__ import annotations

from catalog.core.demo.colour import darker, lighter, mix
from catalog.core.demo.sets.stage import BOTTOM, LEFT, RIGHT, TOP, WIDTH, Stage


def bamboo(stage: Stage) -> None:
    """A path through tall bamboo."""
    x: float
    y: float
    canvas, palette = stage.canvas, stage.palette
    stage.sky(300)
    for layer, distance in enumerate((0.7, 0.45, 0.15)):
        stalk = stage.light.far(mix(palette.foliage, "#9fb86a", 0.4), distance)
        for _ in range(15 - layer * 3):
            x, width = stage.random.uniform(LEFT, RIGHT), 6 + layer * 5
            if layer == 2 and 200 < x < 440:
                continue
            lean = stage.random.uniform(-14, 14)
            canvas.line([(x, 330), (x + lean, TOP)], stalk, width)
            for y in range(-40, 320, 52 + layer * 10):
                place = x + lean * (330 - y) / 390
                canvas.line([(place - width / 2, y), (place + width / 2, y)], darker(stalk, 0.35), 2)
        canvas.rect(LEFT, TOP, WIDTH, 380, stage.light.sky[2], opacity=0.1)
    for _ in range(60):
        x, y = stage.random.uniform(LEFT, RIGHT), stage.random.uniform(TOP, 90)
        leaf = stage.lit(mix(palette.foliage, "#d7e08a", stage.random.uniform(0, 0.5)))
        canvas.path(f"M{x:.0f} {y:.0f}q10-2 26 12q-18 0-26-12Z", leaf)
    stage.ground(296, mix(palette.floor, palette.foliage, 0.35))
    canvas.polygon([(300, 296), (350, 296), (520, BOTTOM), (130, BOTTOM)], stage.lit(lighter(palette.floor, 0.25)))
    stage.grass(306, palette.foliage, 90)


def ruins(stage: Stage) -> None:
    """A city that a forest took back: broken towers, vines, flowers."""
    x: float
    canvas, palette = stage.canvas, stage.palette
    stage.sky(250)
    stage.skyline(252, 170, mix(palette.wall, palette.sky, 0.5), 0.6)
    stage.hills(262, 64, palette.foliage, 0.35)
    for x, width, tall in ((-90, 130, 236), (500, 150, 210)):
        wall = stage.lit(palette.wall)
        canvas.polygon(
            [
                (x, 310),
                (x, 310 - tall),
                (x + width * 0.4, 286 - tall),
                (x + width * 0.6, 330 - tall),
                (x + width, 318 - tall),
                (x + width, 310),
            ],
            wall,
        )
        canvas.polygon(
            [(x + width * 0.75, 310), (x + width * 0.75, 326 - tall), (x + width, 318 - tall), (x + width, 310)],
            darker(wall, 0.25),
        )
        for row in range(5):
            for column in range(3):
                canvas.rect(x + 14 + column * 38, 330 - tall + row * 38, 22, 24, darker(wall, 0.5))
        for _ in range(9):
            start = x + stage.random.uniform(0, width)
            length = stage.random.uniform(50, 150)
            canvas.line(
                [(start, 312 - tall), (start + 9, 312 - tall + length / 2), (start, 312 - tall + length)],
                stage.lit(palette.foliage),
                5,
                curved=True,
            )
        for _ in range(22):
            canvas.circle(
                x + stage.random.uniform(0, width),
                312 - tall + stage.random.uniform(-10, 60),
                stage.random.uniform(7, 17),
                stage.lit(mix(palette.foliage, "#e2f0a0", stage.random.uniform(0, 0.35))),
            )
    stage.ground(290, palette.foliage)
    for i in range(6):
        x = -60 + i * 140 + stage.random.uniform(-30, 30)
        canvas.ellipse(x, 306, 70, 24, stage.lit(darker(palette.foliage, 0.16)))
    stage.grass(330, palette.foliage, 100)
    _flowers(stage, 312, 372, 44)


def _flowers(stage: Stage, top: float, bottom: float, count: int) -> None:
    for _ in range(count):
        x, y = stage.random.uniform(LEFT, RIGHT), stage.random.uniform(top, bottom)
        colour = stage.random.choice((stage.palette.accent, stage.palette.second, "#ffffff"))
        stage.canvas.line([(x, y), (x, y + 9)], stage.lit(darker(stage.palette.foliage, 0.2)), 1.5)
        for dx, dy in ((-3, 0), (3, 0), (0, -3), (0, 3)):
            stage.canvas.circle(x + dx, y + dy, 2.6, stage.lit(colour))
        stage.canvas.circle(x, y, 1.8, stage.lit("#ffd34e"))


def lake(stage: Stage) -> None:
    """A still lake between woods, mirrored, with a landing stage."""
    x: float
    canvas, palette = stage.canvas, stage.palette
    stage.sky(200)
    stage.hills(204, 130, palette.foliage, 0.65)
    stage.hills(210, 70, palette.foliage, 0.4)
    stage.water(208, mix(palette.sky, palette.foliage, 0.35))
    canvas.rect(
        LEFT,
        208,
        WIDTH,
        40,
        canvas.linear([(0, stage.light.far(palette.foliage, 0.4), 0.7), (1, stage.light.far(palette.foliage, 0.4), 0)]),
    )
    for x in (-70, 10, 590, 690):
        stage.tree(x, 250, stage.random.uniform(130, 190), palette.foliage, 0.1)
    for _ in range(12):
        x, y = stage.random.uniform(LEFT, RIGHT), stage.random.uniform(244, 300)
        canvas.ellipse(x, y, 17, 5, stage.lit(lighter(palette.foliage, 0.2)))
        if stage.random.random() < 0.5:
            canvas.circle(x, y - 4, 5, stage.lit(palette.accent))
    plank = stage.lit(palette.floor)
    canvas.polygon([(250, 290), (400, 290), (520, BOTTOM), (130, BOTTOM)], plank)
    for i in range(7):
        y = 296 + i * i * 2.6
        canvas.line([(250 - i * 17, y), (400 + i * 17, y)], darker(plank, 0.35), 2)
    stage.grass(352, palette.foliage, 40)


def shrine_steps(stage: Stage) -> None:
    """Stone steps between cedars, red gates, lanterns of stone."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(240)
    stage.hills(250, 150, palette.foliage, 0.55)
    for x in range(-110, 760, 46):
        if not 220 < x < 420:
            stage.pine(
                x + stage.random.uniform(-12, 12),
                290,
                stage.random.uniform(150, 240),
                darker(palette.foliage, 0.25),
                0.2,
            )
    stage.ground(284, palette.foliage)
    stone = stage.lit(mix(palette.wall, "#8d8a90", 0.6))
    for i in range(9):
        y, half = 196 + i * 17 + i * i * 0.9, 36 + i * 17
        canvas.rect(320 - half, y, half * 2, 40, darker(stone, 0.12))
        canvas.rect(320 - half, y, half * 2, 8, lighter(stone, 0.2))
    gate = stage.lit(palette.accent)
    for y, size in ((196, 0.5), (300, 1.15)):
        for side in (-1, 1):
            canvas.rect(320 + side * 100 * size - 8 * size, y - 190 * size, 16 * size, 190 * size, gate)
            canvas.rect(320 + side * 100 * size - 10 * size, y - 22 * size, 20 * size, 22 * size, stage.lit("#2e2a30"))
        canvas.rect(320 - 112 * size, y - 156 * size, 224 * size, 13 * size, gate)
        canvas.path(
            f"M{320 - 150 * size} {y - 206 * size}Q320 {y - 188 * size} {320 + 150 * size} {y - 206 * size}L{320 + 142 * size} {y - 182 * size}Q320 {y - 168 * size} {320 - 142 * size} {y - 182 * size}Z",
            darker(gate, 0.15),
        )
        canvas.rect(320 - 14 * size, y - 182 * size, 28 * size, 30 * size, stage.lit("#3a2c30"))
    for x in (120, 520):
        canvas.polygon([(x - 9, 330), (x - 6, 270), (x + 6, 270), (x + 9, 330)], stone)
        canvas.rect(x - 16, 246, 32, 26, stone)
        canvas.rect(x - 8, 251, 16, 16, "#ffd88a" if stage.light.lamps else darker(stone, 0.5))
        canvas.polygon([(x - 26, 248), (x, 228), (x + 26, 248)], darker(stone, 0.2))
        if stage.light.lamps:
            stage.glow(x, 258, 70, "#ffcf7a", 0.7)


def greenhouse(stage: Stage) -> None:
    """A glass house full of pots under iron ribs."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(300)
    stage.hills(280, 90, palette.foliage, 0.5)
    iron = stage.lit(lighter(palette.wall, 0.15))
    canvas.rect(LEFT, TOP, WIDTH, 340, "#dff5ea", opacity=0.18)
    for x in range(-120, 761, 88):
        canvas.line([(x, 290), (x, 90), (320, -50)], iron, 4)
    for y in (90, 156, 222):
        canvas.line([(LEFT, y), (RIGHT, y)], iron, 3)
    for x in range(-100, 740, 150):
        canvas.polygon([(x, 280), (x + 60, 90), (x + 84, 90), (x + 24, 280)], "#ffffff", opacity=0.16)
    stage.ground(284, palette.floor)
    for x in range(-100, 760, 62):
        height = stage.random.uniform(40, 110)
        pot = stage.lit(mix(palette.accent, "#b5653f", 0.6))
        for _ in range(7):
            dx, dy = stage.random.uniform(-34, 34), stage.random.uniform(0.3, 1) * height
            leaf = stage.lit(mix(palette.foliage, "#d6ef9a", stage.random.uniform(0, 0.4)))
            canvas.path(
                f"M{x} 292Q{x + dx * 0.3:.0f} {292 - dy:.0f} {x + dx:.0f} {290 - dy:.0f}Q{x + dx * 0.8:.0f} {296 - dy * 0.5:.0f} {x} 292Z",
                leaf,
            )
        if stage.random.random() < 0.6:
            canvas.circle(x + stage.random.uniform(-16, 16), 290 - height, 8, stage.lit(palette.second))
        canvas.polygon([(x - 20, 286), (x + 20, 286), (x + 14, 318), (x - 14, 318)], pot)
        canvas.rect(x - 22, 282, 44, 8, lighter(pot, 0.15))
    for x in (60, 300, 560):
        canvas.line([(x, TOP), (x, 40)], iron, 2)
        for _ in range(9):
            canvas.circle(
                x + stage.random.uniform(-22, 22),
                44 + stage.random.uniform(-10, 24),
                10,
                stage.lit(mix(palette.foliage, "#bfe28a", stage.random.random() * 0.5)),
            )
