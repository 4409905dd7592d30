"""Rooms of everyday life."""

# ruff: noqa: E501 (path data stays on one line: broken into pieces, nobody can follow the pen)

from __future__ import annotations

from catalog.core.demo.colour import darker, lighter, mix
from catalog.core.demo.sets.animals import cat
from catalog.core.demo.sets.stage import BOTTOM, LEFT, RIGHT, TOP, WIDTH, Stage


def tatami(stage: Stage) -> None:
    """A room of mats and paper screens round a low table, open to a garden."""
    canvas, palette = stage.canvas, stage.palette
    stage.room(palette.wall, "#c9bd7c", 236)
    stage.window(210, 40, 220, 190, "#5d4434", bars=1)
    stage.tree(280, 228, 120, palette.foliage, 0.2)
    canvas.rect(214, 214, 212, 14, stage.lit(palette.foliage))
    paper = stage.indoors("#fbf4e2")
    for x in (-110, 0, 100, 436, 546, 656):
        canvas.rect(x, 30, 104, 206, paper, stroke=stage.indoors("#5d4434"), line=5)
        for i in range(1, 4):
            canvas.line([(x + i * 26, 30), (x + i * 26, 190)], stage.indoors("#7a5b45"), 1.6)
        for i in range(1, 5):
            canvas.line([(x, 30 + i * 40), (x + 104, 30 + i * 40)], stage.indoors("#7a5b45"), 1.6)
        if stage.light.lamps:
            canvas.rect(x, 30, 104, 206, "#ffd78a", opacity=0.22)
    canvas.rect(LEFT, 8, WIDTH, 18, stage.indoors("#5d4434"))
    for x in range(-300, 1000, 180):
        canvas.line([(320 + (x - 320) * 0.5, 238), (x, BOTTOM)], stage.indoors("#3f5d3a"), 5)
    canvas.line([(LEFT, 300), (RIGHT, 300)], stage.indoors("#3f5d3a"), 4)
    canvas.ellipse(320, 312, 120, 18, stage.indoors("#6d4630"))
    canvas.ellipse(320, 306, 120, 18, stage.indoors("#96623f"))
    for x in (280, 340, 372):
        canvas.rect(x, 292, 14, 12, stage.indoors(palette.second), radius=3)


def library(stage: Stage) -> None:
    """Shelves to the ceiling, a ladder, a desk lamp, papers."""
    canvas, palette = stage.canvas, stage.palette
    stage.room(palette.wall, palette.floor, 262)
    colours = (palette.accent, palette.second, palette.foliage, "#c8b48a", "#5a4a6a")
    for x in (-110, 70, 440, 620):
        canvas.rect(x - 6, TOP, 176, 318, stage.indoors("#5a3f30"))
        canvas.rect(x, TOP, 164, 312, stage.indoors("#38281f"))
        for y in range(0, 260, 46):
            stage.shelf(x, y, 164, colours)
    stage.window(262, 30, 140, 150, "#6b4b38")
    canvas.line([(452, 268), (482, TOP)], stage.indoors("#a57c50"), 5)
    canvas.line([(490, 268), (514, TOP)], stage.indoors("#a57c50"), 5)
    for y in range(-30, 260, 34):
        canvas.line([(456 + (260 - y) * 0.09, y), (492 + (260 - y) * 0.08, y)], stage.indoors("#a57c50"), 4)
    canvas.rect(240, 236, 180, 12, stage.indoors("#8a5a3a"))
    canvas.rect(250, 248, 12, 54, stage.indoors("#6a4530"))
    canvas.rect(398, 248, 12, 54, stage.indoors("#6a4530"))
    stage.glow(300, 214, 80, "#ffe2a0", 0.6)
    canvas.polygon([(284, 214), (316, 214), (308, 194), (292, 194)], stage.indoors(palette.foliage))
    canvas.rect(298, 214, 4, 22, stage.indoors("#c9a24a"))
    canvas.polygon([(340, 236), (352, 226), (398, 228), (390, 236)], "#fbf5e4")


def classroom(stage: Stage) -> None:
    """Rows of desks by tall windows, a blackboard."""
    x: float
    canvas, palette = stage.canvas, stage.palette
    stage.room(lighter(palette.wall, 0.3), palette.floor, 240)
    for x in (300, 430, 560, 690):
        stage.window(x, 20, 112, 150, "#dcd6c8")
    canvas.polygon([(300, 176), (412, 176), (330, 300), (180, 300)], "#fff7d0", opacity=0.25)
    canvas.rect(-100, 40, 330, 140, stage.indoors("#2f5a4a"), stroke=stage.indoors("#9a744a"), line=8)
    canvas.text(60, 94, "明日の空", 34, "#eef5ec")
    for y in (126, 146):
        canvas.line([(-60, y), (120, y)], "#dfeadd", 2, opacity=0.7)
    for row, (y, size) in enumerate(((262, 0.8), (310, 1.1))):
        for i in range(6):
            x = -80 + i * 150 * size + row * 30
            top = stage.indoors("#d2a56d")
            canvas.polygon(
                [(x, y), (x + 76 * size, y), (x + 84 * size, y + 16 * size), (x - 8 * size, y + 16 * size)], top
            )
            canvas.rect(x - 8 * size, y + 16 * size, 92 * size, 6 * size, darker(top, 0.35))
            for leg in (0, 72):
                canvas.rect(x + leg * size, y + 20 * size, 5, 46 * size, stage.indoors("#6d7480"))


def laundry(stage: Stage) -> None:
    """A coin laundry: round doors, baskets, cats."""
    canvas, palette = stage.canvas, stage.palette
    stage.room(palette.wall, palette.floor, 262)
    for x in range(-120, 760, 40):
        canvas.rect(x, 262, 20, 16, stage.indoors("#f4f0e8"))
    for row, y in enumerate((60, 162)):
        for i in range(8):
            x = -110 + i * 108
            if row == 0 and i in (3, 4):
                continue
            body = stage.indoors("#f6f3ee")
            canvas.rect(x, y, 100, 98, body, radius=8, stroke=stage.indoors("#a8a4ac"), line=2)
            canvas.rect(x + 8, y + 7, 84, 15, stage.indoors(palette.second if i % 2 else palette.accent), radius=4)
            canvas.circle(x + 50, y + 60, 33, stage.indoors("#b9c4cc"))
            canvas.circle(x + 50, y + 60, 26, stage.indoors("#547088"))
            cloth = stage.indoors(stage.random.choice((palette.accent, palette.second, "#fff2c8", palette.foliage)))
            canvas.path(f"M{x + 28} {y + 66}q10-16 22-4q14-10 22 6q-8 18-22 18q-18-2-22-20Z", cloth)
            canvas.path(f"M{x + 34} {y + 48}q8-12 20-12", stroke="#ffffff", width=4, opacity=0.7)
    stage.window(212, 34, 210, 112, "#d98f6a", bars=3)
    cat(stage, 250, 150, 34, "#e8a45a")
    cat(stage, 372, 150, 32, "#5b5560", asleep=True)
    cat(stage, 64, 62, 36, "#f4ede2")
    cat(stage, 560, 62, 34, "#8d8a95", asleep=True)
    stage.lamp(120, 20)
    stage.lamp(520, 20)
    for x in (-60, 470):
        canvas.polygon([(x, 292), (x + 90, 292), (x + 78, 336), (x + 12, 336)], stage.indoors("#d9b27c"))
        for i in range(5):
            canvas.circle(x + 16 + i * 15, 290, 12, stage.indoors((palette.accent, "#ffffff", palette.second)[i % 3]))


def cabin(stage: Stage) -> None:
    """A log cabin: a stove, snow at the window, ropes on the wall."""
    canvas, palette = stage.canvas, stage.palette
    stage.room("#9a6f4a", palette.floor, 258)
    for y in range(-60, 258, 32):
        log = stage.indoors(mix("#8a5f3e", palette.wall, 0.25))
        canvas.fade_down(LEFT, y, WIDTH, 29, [(0, lighter(log, 0.15), 1), (0.5, log, 1), (1, darker(log, 0.3), 1)])
    stage.window(330, 50, 160, 116, "#5d4030")
    canvas.path("M336 166Q380 146 410 158Q450 142 486 166Z", "#f4f8fd")
    canvas.rect(60, 130, 104, 140, stage.indoors("#2f2d35"), radius=10)
    canvas.rect(102, TOP, 22, 194, stage.indoors("#3c3a44"))
    stage.glow(112, 206, 110, "#ff9a3c", 0.8)
    canvas.rect(78, 184, 68, 50, "#ff8b2e", radius=6)
    canvas.path("M90 232Q92 204 104 212Q110 188 122 210Q134 200 134 232Z", "#ffe08a")
    for x, colour in ((224, palette.accent), (262, palette.second)):
        canvas.circle(x, 110, 26, "none", stroke=stage.indoors(colour), line=9)
        canvas.circle(x, 110, 26, "none", stroke=stage.indoors(lighter(colour, 0.4)), line=2)
    canvas.rect(540, 70, 150, 84, stage.indoors("#efe4c8"), stroke=stage.indoors("#5d4030"), line=4)
    canvas.line([(552, 140), (590, 96), (616, 124), (652, 84), (680, 134)], stage.indoors(palette.accent), 3)
    canvas.rect(540, 232, 190, 12, stage.indoors("#b98152"))
    stage.shelf(550, 232, 160, (palette.accent, palette.second, "#e8e0d0"), kind="jars")
    stage.lamp(300, 26)


def bakery(stage: Stage) -> None:
    """A bakery: loaves on boards, a brick oven, a counter of cakes."""
    canvas, palette = stage.canvas, stage.palette
    stage.room(palette.wall, palette.floor, 256)
    crusts = ("#d99a4e", "#c47f38", "#e8b76a")
    for y in (56, 104, 152):
        stage.shelf(-110, y, 270, crusts, kind="loaves")
    brick = stage.indoors("#b5684c")
    canvas.rect(470, 20, 250, 236, brick)
    for row in range(12):
        for column in range(7):
            canvas.rect(
                472 + column * 38 + (row % 2) * 18 - 16,
                22 + row * 20,
                34,
                16,
                mix(brick, stage.indoors("#8f4a38"), stage.random.random() * 0.6),
                radius=2,
            )
    canvas.path("M530 226V160A66 66 0 0 1 662 160V226Z", stage.indoors("#3a2422"))
    stage.glow(596, 200, 100, "#ffa23c", 0.85)
    canvas.path("M556 224Q566 184 590 204Q602 170 618 204Q636 188 642 224Z", "#ffd27a")
    stage.window(220, 36, 190, 130, "#f0e4d0", bars=3)
    counter = stage.indoors(palette.accent)
    canvas.rect(-120, 226, 560, 20, stage.indoors("#f2e4cc"))
    canvas.rect(-110, 246, 540, 70, counter)
    for x in range(-100, 430, 54):
        canvas.rect(x, 254, 44, 54, lighter(counter, 0.16), radius=4)
    for i, x in enumerate(range(-90, 420, 46)):
        colour = stage.indoors((palette.second, "#f7e3b8", "#a8673c")[i % 3])
        canvas.path(f"M{x} 226Q{x + 2} 204 {x + 17} 202Q{x + 32} 204 {x + 34} 226Z", colour)
        canvas.circle(x + 17, 201, 4, stage.indoors("#d8344a"))
    stage.lamp(100, 10)
    stage.lamp(360, 10)
    canvas.rect(LEFT, TOP, WIDTH, 1, stage.indoors(palette.wall))


def drying_roof(stage: Stage) -> None:
    """Washing on the lines above the roofs of the town, and cats in the sun."""
    x: float
    canvas, palette = stage.canvas, stage.palette
    stage.sky(250)
    stage.skyline(256, 60, palette.wall, 0.4)
    stage.ground(262, palette.floor)
    for y in (280, 302, 332, 372):
        canvas.line([(LEFT, y), (RIGHT, y)], darker(stage.lit(palette.floor), 0.2), 2)
    for x in (-60, 300, 650):
        canvas.rect(x, 70, 7, 216, stage.lit("#8b6b52"))
    for y in (88, 132):
        canvas.line([(LEFT, y), (300, y + 14), (RIGHT, y)], stage.lit("#e8e4dc"), 2, curved=True)
        x = LEFT + 20
        while x < RIGHT - 60:
            width, tall = stage.random.uniform(40, 84), stage.random.uniform(44, 92)
            cloth = stage.lit(stage.random.choice(("#ffffff", palette.accent, palette.second, "#fff0c4", palette.sky)))
            canvas.path(
                f"M{x:.0f} {y + 8}h{width:.0f}q6 {tall / 2:.0f} 0 {tall:.0f}q{-width / 2:.0f} 10 {-width:.0f} 0q6 {-tall / 2:.0f} 0 {-tall:.0f}Z",
                cloth,
            )
            canvas.path(f"M{x + width * 0.6:.0f} {y + 10}l8 {tall - 8:.0f}h10l-6 {-tall + 8:.0f}Z", darker(cloth, 0.15))
            x += width + stage.random.uniform(16, 60)
    cat(stage, 40, 300, 40, "#e8a45a", asleep=True)
    cat(stage, 540, 292, 42, "#f6f0e6")
    cat(stage, 600, 318, 40, "#4d4852")
    canvas.rect(LEFT, BOTTOM - 1, WIDTH, 1, stage.lit(palette.floor))
    canvas.rect(LEFT, TOP, WIDTH, 1, stage.light.sky[0])
    canvas.rect(RIGHT - 1, TOP, 1, 1, stage.light.sky[0])
