"""Places under the open sky, near people."""

# ruff: noqa: E501 (path data stays on one line: broken into pieces, nobody can follow the pen)

from __future__ import annotations

from catalog.core.demo.colour import darker, lighter, mix
from catalog.core.demo.sets.stage import BOTTOM, LEFT, RIGHT, TOP, WIDTH, Stage


def harbor(stage: Stage) -> None:
    """A quay with boats, stone houses across the water and a string of lanterns."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(190)
    stage.hills(192, 70, palette.foliage, 0.55)
    stage.skyline(196, 54, palette.wall, 0.3)
    stage.water(194, mix(palette.sky, "#1d4f6e", 0.6))
    for x, y, size in ((60, 236, 1.0), (330, 222, 0.7), (540, 246, 1.25)):
        hull = stage.lit(palette.accent if size != 0.7 else palette.second)
        canvas.line([(x, y - 4), (x, y - 84 * size)], stage.lit("#5a4636"), 3)
        canvas.polygon([(x + 4, y - 80 * size), (x + 40 * size, y - 18), (x + 4, y - 18)], stage.lit("#f3ead6"))
        canvas.path(
            f"M{x - 46 * size} {y - 10}Q{x} {y + 4} {x + 50 * size} {y - 12}L{x + 36 * size} {y + 14}H{x - 34 * size}Z",
            hull,
        )
        canvas.rect(x - 40 * size, y + 14, 80 * size, 3, "#ffffff", opacity=0.3)
    stage.ground(300, palette.floor)
    canvas.rect(LEFT, 300, WIDTH, 9, lighter(stage.lit(palette.floor), 0.25))
    for x in range(-90, 760, 120):
        canvas.rect(x, 276, 18, 30, stage.lit(darker(palette.floor, 0.4)), radius=5)
    canvas.line([(LEFT, 40), (120, 78), (360, 50), (600, 84), (RIGHT, 50)], stage.lit("#33283a"), 2, curved=True)
    for i, x in enumerate(range(-80, 760, 88)):
        stage.lantern(x, 88 + 14 * (i % 2), 17, palette.second if i % 3 else palette.accent, "灯" if i % 2 else "")


def cliff(stage: Stage) -> None:
    """A lighthouse on a headland over the sea."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(230)
    stage.water(228, mix(palette.sky, "#1c5d86", 0.5))
    rock = stage.lit(mix(palette.floor, "#6a6572", 0.4))
    canvas.polygon([(380, 420), (400, 250), (440, 205), (560, 190), (RIGHT, 196), (RIGHT, 420)], darker(rock, 0.2))
    canvas.polygon([(440, 205), (560, 190), (RIGHT, 196), (RIGHT, 226), (500, 236)], stage.lit(palette.foliage))
    tower = stage.lit("#f4efe6")
    canvas.polygon([(530, 196), (540, 70), (576, 70), (588, 196)], tower)
    canvas.polygon([(562, 196), (560, 70), (576, 70), (588, 196)], darker(tower, 0.22))
    for y in (96, 142):
        canvas.polygon([(537, y), (579, y), (582, y + 22), (535, y + 22)], stage.lit(palette.accent))
    canvas.rect(542, 48, 32, 24, "#fff3b8" if stage.light.lamps else stage.lit("#aee0ea"))
    canvas.polygon([(536, 48), (580, 48), (558, 26)], stage.lit(palette.accent))
    if stage.light.lamps:
        canvas.polygon([(558, 60), (LEFT, -20), (LEFT, 96)], "#fff3b8", opacity=0.25)
        stage.glow(558, 60, 80, "#fff3b8", 0.9)
    stage.ground(312, palette.foliage)
    stage.grass(316, palette.foliage, 110)
    for x in range(-100, 380, 58):
        canvas.rect(x, 268, 7, 50, stage.lit("#e9dfcb"))
    canvas.rect(LEFT, 280, 470, 6, stage.lit("#e9dfcb"))


def riverbank(stage: Stage) -> None:
    """A grassy embankment, a river and a railway bridge."""
    x: float
    canvas, palette = stage.canvas, stage.palette
    stage.sky(196)
    stage.skyline(200, 60, mix(palette.wall, palette.sky, 0.4), 0.5)
    stage.water(200, mix(palette.sky, "#3a7aa6", 0.4))
    iron = stage.lit(palette.accent)
    canvas.rect(LEFT, 156, WIDTH, 10, iron)
    for x in range(-120, 760, 80):
        canvas.line([(x, 156), (x + 40, 112), (x + 80, 156)], iron, 4)
        canvas.rect(x + 76, 160, 9, 52, darker(iron, 0.3))
    canvas.rect(LEFT, 110, WIDTH, 6, iron)
    canvas.path(f"M{LEFT} 268Q200 236 {RIGHT} 280V{BOTTOM}H{LEFT}Z", stage.lit(palette.foliage))
    canvas.path(f"M{LEFT} 330Q300 300 {RIGHT} 336V{BOTTOM}H{LEFT}Z", stage.lit(lighter(palette.foliage, 0.18)))
    canvas.path(f"M{LEFT} 350Q300 322 {RIGHT} 354V372Q300 340 {LEFT} 370Z", stage.lit("#d9c7a3"))
    stage.grass(300, palette.foliage, 60)
    for _ in range(26):
        x, y = stage.random.uniform(LEFT, RIGHT), stage.random.uniform(290, 330)
        canvas.circle(x, y, 3, stage.lit(stage.random.choice(("#ffffff", "#ffe066", palette.second))))


def school_roof(stage: Stage) -> None:
    """A flat roof with its fence, water tank and door."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(270)
    stage.hills(240, 60, palette.foliage, 0.6)
    stage.skyline(266, 84, palette.wall, 0.45)
    stage.ground(264, palette.floor)
    for y in (286, 316, 356):
        canvas.line([(LEFT, y), (RIGHT, y)], darker(stage.lit(palette.floor), 0.25), 1.4, opacity=0.6)
    wire = stage.lit("#d4dcd8")
    for x in range(-120, 760, 18):
        canvas.line([(x, 150), (x + 54, 266)], wire, 1, opacity=0.6)
        canvas.line([(x, 150), (x - 54, 266)], wire, 1, opacity=0.6)
    for x in range(-120, 760, 110):
        canvas.rect(x, 140, 5, 128, wire)
    canvas.rect(LEFT, 144, WIDTH, 5, wire)
    canvas.rect(LEFT, 258, WIDTH, 12, stage.lit(lighter(palette.wall, 0.3)))
    canvas.rect(-100, 104, 170, 176, stage.lit(palette.wall))
    canvas.rect(40, 104, 30, 176, stage.lit(darker(palette.wall, 0.25)))
    canvas.rect(-64, 166, 60, 114, stage.lit(palette.accent))
    canvas.circle(-14, 226, 4, stage.lit("#f3e3a2"))
    canvas.rect(-80, 62, 90, 44, stage.lit(palette.second), radius=8)
    canvas.rect(-80, 76, 90, 5, stage.lit(darker(palette.second, 0.3)))


def stadium(stage: Stage) -> None:
    """A running track with its stand, flags and lanes."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(200)
    stand = stage.lit(palette.wall)
    canvas.polygon([(LEFT, 96), (RIGHT, 130), (RIGHT, 226), (LEFT, 226)], stand)
    for row in range(6):
        for _ in range(46):
            x = stage.random.uniform(LEFT, RIGHT)
            colour = stage.random.choice((palette.accent, palette.second, "#f4e6d0", "#4a5a7a", "#e8b090"))
            canvas.circle(x, 122 + row * 16 + (x - LEFT) * 0.02, 5, stage.lit(mix(colour, palette.wall, 0.3)))
    canvas.polygon([(LEFT, 70), (RIGHT, 108), (RIGHT, 122), (LEFT, 88)], stage.lit(darker(palette.wall, 0.3)))
    for x in range(-90, 760, 110):
        canvas.line([(x, 40), (x, 92)], stage.lit("#e8e4dc"), 3)
        canvas.polygon([(x, 40), (x + 34, 48), (x, 60)], stage.lit(palette.accent if x % 220 else palette.second))
    canvas.rect(LEFT, 222, WIDTH, 18, stage.lit("#f6f3ea"))
    canvas.text(140, 236, "風切市 陸上競技場", 14, stage.lit(palette.accent))
    stage.ground(240, palette.foliage)
    canvas.polygon([(LEFT, 276), (RIGHT, 262), (RIGHT, BOTTOM), (LEFT, BOTTOM)], stage.lit(palette.floor))
    for i in range(5):
        y = 284 + i * i * 5 + i * 12
        canvas.line([(LEFT, y + 6), (RIGHT, y - 8)], stage.lit("#fff4e8"), 2 + i * 0.6)


def platform(stage: Stage) -> None:
    """A small railway station: rails, a roof with a clock, a bench, a name board."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(230)
    stage.hills(220, 110, palette.foliage, 0.5)
    stage.hills(240, 60, palette.foliage, 0.25)
    stage.ground(236, mix(palette.floor, "#7a7468", 0.5))
    for y, gap in ((252, 20), (276, 24)):
        for x in range(-120, 760, gap):
            canvas.rect(x, y - 3, 10, 6, stage.lit("#4a3d38"))
        canvas.rect(LEFT, y - 2, WIDTH, 3, stage.lit("#b9b4b8"))
    canvas.rect(LEFT, 298, WIDTH, 14, stage.lit(lighter(palette.floor, 0.35)))
    stage.ground(306, palette.floor)
    canvas.rect(LEFT, 322, WIDTH, 9, stage.lit("#f3cf4a"))
    for x in (-30, 250, 530):
        canvas.rect(x, 60, 11, 244, stage.lit(palette.accent))
        canvas.polygon([(x + 11, 100), (x + 46, 62), (x + 11, 62)], stage.lit(darker(palette.accent, 0.2)))
    canvas.polygon([(LEFT, 30), (RIGHT, 30), (RIGHT, 66), (LEFT, 66)], stage.lit(palette.wall))
    canvas.rect(LEFT, 62, WIDTH, 7, stage.lit(darker(palette.wall, 0.4)))
    canvas.rect(92, 120, 118, 60, stage.lit("#faf6ea"), radius=3, stroke=stage.lit("#3d4a4a"), line=3)
    canvas.text(151, 152, "風の終点", 22, stage.lit("#2b3338"))
    canvas.rect(92, 160, 118, 8, stage.lit(palette.second))
    canvas.circle(390, 108, 24, stage.lit("#fbf8ef"), stroke=stage.lit("#34383d"), line=4)
    canvas.line([(390, 94), (390, 108), (400, 114)], stage.lit("#34383d"), 3)
    if stage.light.lamps:
        for x in (110, 390, 640):
            stage.glow(x, 76, 100, "#ffeab0", 0.6)


def snow_mountain(stage: Stage) -> None:
    """High peaks, pines and a marked trail in the snow."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(270)
    stage.peaks(266, 210, mix(palette.wall, "#7d8fb0", 0.6), 0.45)
    stage.peaks(280, 120, mix(palette.wall, "#566a92", 0.5), 0.2)
    snow = stage.lit("#f2f7fd")
    canvas.path(f"M{LEFT} 262Q180 220 420 274Q600 300 {RIGHT} 250V{BOTTOM}H{LEFT}Z", mix(snow, stage.light.sky[1], 0.2))
    for _ in range(16):
        x = stage.random.choice((stage.random.uniform(LEFT, 200), stage.random.uniform(430, RIGHT)))
        stage.pine(x, stage.random.uniform(272, 306), stage.random.uniform(54, 104), palette.foliage, 0.1, snow=True)
    canvas.path(f"M{LEFT} 316Q240 276 {RIGHT} 324V{BOTTOM}H{LEFT}Z", snow)
    canvas.path(
        "M300 298Q260 320 340 340Q420 366 340 420H420Q500 366 400 336Q330 316 340 296Z",
        mix(snow, stage.light.sky[0], 0.22),
    )
    for x, y in ((236, 330), (300, 302), (470, 350)):
        canvas.rect(x, y - 70, 6, 70, stage.lit(palette.accent))
        canvas.polygon([(x + 6, y - 70), (x + 34, y - 60), (x + 6, y - 50)], stage.lit(palette.second))


def wasteland(stage: Stage) -> None:
    """Rust-coloured plains with half-buried machines and a road."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(226)
    stage.hills(228, 96, mix(palette.floor, "#8a5a4a", 0.5), 0.5)
    stage.ground(224, palette.floor)
    rust = stage.lit(mix(palette.accent, "#6b4a3c", 0.5))
    for x, y, size in ((60, 250, 1.0), (600, 240, 0.8)):
        canvas.path(f"M{x - 70 * size} {y}A{70 * size} {70 * size} 0 0 1 {x + 70 * size} {y}Z", rust)
        canvas.path(f"M{x - 40 * size} {y}A{40 * size} {40 * size} 0 0 1 {x + 40 * size} {y}Z", darker(rust, 0.4))
        for i in range(5):
            canvas.rect(x - 72 * size + i * 32 * size, y - 20 * size, 8, 20 * size, darker(rust, 0.3))
    canvas.polygon([(300, 226), (330, 226), (560, BOTTOM), (60, BOTTOM)], stage.lit(lighter(palette.floor, 0.3)))
    for i in range(5):
        y = 236 + i * i * 9
        canvas.polygon(
            [(314 - i, y), (317 + i, y), (318 + i * 2, y + 8 + i * 4), (313 - i * 2, y + 8 + i * 4)],
            stage.lit("#fbf2d8"),
        )
    for x in range(-80, 760, 170):
        canvas.line([(x, 268), (x, 110)], stage.lit("#4b3a38"), 5)
        canvas.line([(x - 20, 124), (x + 20, 124)], stage.lit("#4b3a38"), 4)
    canvas.line(
        [(LEFT, 134), (90, 150), (260, 128), (430, 150), (600, 128), (RIGHT, 148)],
        stage.lit("#4b3a38"),
        1.4,
        curved=True,
    )


def cloudscape(stage: Stage) -> None:
    """High above the clouds, with floating islands."""
    canvas, palette = stage.canvas, stage.palette
    stage.sky(BOTTOM)
    for x, y, size in ((90, 170, 1.0), (520, 110, 0.6), (420, 230, 0.45)):
        canvas.path(
            f"M{x - 80 * size} {y}Q{x} {y - 18 * size} {x + 80 * size} {y}Q{x + 30 * size} {y + 30 * size} {x} {y + 96 * size}Q{x - 40 * size} {y + 30 * size} {x - 80 * size} {y}Z",
            stage.light.far(palette.floor, 0.25),
        )
        canvas.ellipse(x, y, 80 * size, 15 * size, stage.light.far(palette.foliage, 0.15))
        stage.tree(x - 20 * size, y, 84 * size, palette.foliage, 0.15)
        canvas.rect(x + 18 * size, y - 44 * size, 32 * size, 44 * size, stage.lit(palette.wall))
        canvas.polygon(
            [(x + 12 * size, y - 42 * size), (x + 34 * size, y - 68 * size), (x + 56 * size, y - 42 * size)],
            stage.lit(palette.accent),
        )
    for row in range(4):
        colour = mix(stage.light.sky[2], "#ffffff", 0.25 + row * 0.15)
        for x in range(-140, 790, 66):
            canvas.circle(
                x + row * 24,
                318 + row * 30 + stage.random.uniform(-12, 12),
                46,
                stage.light.on_skin(colour),
                opacity=0.92,
            )
    canvas.rect(LEFT, TOP, WIDTH, 1, stage.light.sky[0])
