"""Places that people go to: baths, arcades, stages, studios, trains."""

from __future__ import annotations

from catalog.core.demo.colour import darker, lighter, mix
from catalog.core.demo.sets.stage import BOTTOM, LEFT, RIGHT, TOP, WIDTH, Stage


def bathhouse(stage: Stage) -> None:
    """A great tiled bath under a painted mountain, in steam."""
    x: float
    y: float
    canvas, palette = stage.canvas, stage.palette
    stage.room(palette.wall, palette.floor, 232)
    canvas.rect(40, -20, 560, 190, stage.indoors("#6fb6dc"))
    canvas.polygon([(120, 170), (320, 16), (520, 170)], stage.indoors("#4a6fae"))
    canvas.polygon([(320, 16), (380, 62), (350, 56), (330, 72), (300, 54), (262, 62)], stage.indoors("#fbfcff"))
    canvas.path("M40 150Q120 130 200 150Q320 126 430 152Q520 132 600 150V172H40Z", stage.indoors(palette.foliage))
    canvas.rect(40, -20, 560, 190, "none", stroke=stage.indoors("#7a5238"), line=10)
    for x in range(-120, 760, 26):
        for y in (178, 204):
            canvas.rect(
                x,
                y,
                24,
                24,
                stage.indoors(lighter(palette.sky, 0.4) if (x // 26 + y // 26) % 2 else palette.second),
                opacity=0.55,
            )
    for x in (-80, 660):
        canvas.rect(x, TOP, 40, 300, stage.indoors(palette.accent))
        canvas.rect(x + 28, TOP, 12, 300, stage.indoors(darker(palette.accent, 0.3)))
    stage.lantern(-60, 80, 26, palette.accent, "湯")
    stage.lantern(680, 80, 26, palette.accent, "湯")
    canvas.rect(LEFT, 258, WIDTH, 18, stage.indoors("#d9cdb8"))
    canvas.fade_down(LEFT, 276, WIDTH, 150, [(0, stage.indoors("#8fd8d2"), 1), (1, stage.indoors("#3e97a6"), 1)])
    for _ in range(24):
        x, y = stage.random.uniform(LEFT, RIGHT), stage.random.uniform(284, 400)
        canvas.ellipse(x, y, 26, 2, "#ffffff", opacity=0.45)
    for _ in range(14):
        x, y = stage.random.uniform(LEFT, RIGHT), stage.random.uniform(130, 300)
        canvas.ellipse(x, y, 80, 30, canvas.radial([(0, "#ffffff", 0.42), (1, "#ffffff", 0)]))


def arcade(stage: Stage) -> None:
    """Rows of cabinets glowing in the dark."""
    canvas, palette = stage.canvas, stage.palette
    dark = mix(palette.wall, "#141028", 0.5)
    stage.room(dark, mix(palette.floor, "#1c1638", 0.4), 250)
    colours = (palette.accent, palette.second, "#3ad6e6", "#f6d24a")
    for i in range(5):
        y = -40 + i * 30
        canvas.line([(LEFT, y), (RIGHT, y + 20)], colours[i % 4], 3, opacity=0.55)
    for i in range(8):
        x = -116 + i * 110
        colour = colours[i % 4]
        body = mix(darker(colour, 0.45), dark, 0.15)
        canvas.polygon([(x, 310), (x, 104), (x + 14, 80), (x + 88, 80), (x + 96, 104), (x + 96, 310)], body)
        canvas.rect(x + 78, 100, 18, 210, darker(body, 0.4))
        canvas.rect(x + 10, 86, 72, 22, lighter(colour, 0.35), radius=3)
        stage.glow(x + 46, 150, 78, colour, 0.5)
        canvas.rect(x + 10, 118, 68, 62, "#0c1030", radius=4)
        self_lit = lighter(colour, 0.3)
        for row in range(3):
            for column in range(5):
                if stage.random.random() < 0.6:
                    canvas.rect(x + 16 + column * 12, 124 + row * 13, 8, 8, self_lit)
        canvas.polygon([(x + 38, 172), (x + 44, 162), (x + 50, 172)], "#ffffff")
        canvas.polygon([(x + 4, 190), (x + 84, 190), (x + 92, 212), (x - 4, 212)], lighter(body, 0.2))
        canvas.line([(x + 24, 202), (x + 24, 190)], "#e8e8f0", 3)
        canvas.circle(x + 24, 188, 5, "#ff4a5a")
        for j in range(3):
            canvas.circle(x + 48 + j * 13, 200, 4, colours[(i + j) % 4])
    for x in range(-100, 760, 110):
        canvas.ellipse(
            x + 40, 330, 60, 16, canvas.radial([(0, colours[(x // 110) % 4], 0.45), (1, colours[(x // 110) % 4], 0)])
        )


def concert(stage: Stage) -> None:
    """A stage with beams, speakers and a sea of light sticks."""
    x: float
    y: float
    canvas, palette = stage.canvas, stage.palette
    top, low = mix(palette.wall, "#150e38", 0.7), mix(palette.accent, "#3a1a5a", 0.6)
    canvas.fade_down(LEFT, TOP, WIDTH, 480, [(0, top, 1), (1, low, 1)])
    canvas.circle(320, 150, 150, mix(palette.second, low, 0.35), opacity=0.7)
    canvas.circle(320, 150, 116, mix(palette.accent, low, 0.3), opacity=0.8)
    for i in range(16):
        x = LEFT + i * 58
        canvas.rect(x, 40 + (i % 2) * 26, 34, 150, lighter(low, 0.1 + (i % 3) * 0.07), radius=4, opacity=0.5)
    for i in range(6):
        x = -40 + i * 140
        lean = stage.random.uniform(-150, 150)
        colour = (palette.second, palette.accent, "#9af0ff")[i % 3]
        canvas.polygon(
            [(x - 6, TOP), (x + 6, TOP), (x + lean + 60, 300), (x + lean - 60, 300)],
            canvas.linear([(0, colour, 0.75), (1, colour, 0)]),
        )
        canvas.rect(x - 14, -20, 28, 22, "#1a1530", radius=5)
    for x in (-90, 650):
        canvas.rect(x, 110, 92, 180, "#171228", radius=6)
        for y in (160, 236):
            canvas.circle(x + 46, y, 32, "#2c2444", stroke="#4b4070", line=4)
            canvas.circle(x + 46, y, 11, "#0c0a18")
    canvas.fade_down(LEFT, 288, WIDTH, 68, [(0, lighter(low, 0.35), 1), (1, darker(low, 0.2), 1)])
    canvas.rect(LEFT, 350, WIDTH, 8, palette.second)
    for x in range(-110, 760, 22):
        canvas.circle(x, 354, 3, "#fff6c8")
    canvas.rect(LEFT, 358, WIDTH, BOTTOM - 358, "#120c26")
    for _ in range(60):
        x, y = stage.random.uniform(LEFT, RIGHT), stage.random.uniform(362, 412)
        canvas.line(
            [(x, y), (x + stage.random.uniform(-8, 8), y - 17)],
            stage.random.choice((palette.second, palette.accent, "#9af0ff")),
            4,
        )


def radio_booth(stage: Stage) -> None:
    """A studio of sound: foam tiles, a mixing desk, a microphone and a red lamp."""
    canvas, palette = stage.canvas, stage.palette
    stage.room(palette.wall, palette.floor, 256)
    for i in range(22):
        for row in range(4):
            x, y = -120 + i * 40, -20 + row * 40
            tile = stage.indoors(mix(palette.wall, "#3c2f55", 0.35 + 0.2 * ((i + row) % 2)))
            canvas.polygon([(x, y), (x + 40, y), (x + 20, y + 20)], lighter(tile, 0.1))
            canvas.polygon([(x, y + 40), (x + 40, y + 40), (x + 20, y + 20)], darker(tile, 0.25))
            canvas.polygon([(x, y), (x, y + 40), (x + 20, y + 20)], tile)
            canvas.polygon([(x + 40, y), (x + 40, y + 40), (x + 20, y + 20)], darker(tile, 0.12))
    stage.window(170, 16, 300, 116, "#e8dcc8", bars=1)
    canvas.rect(520, 20, 116, 38, "#d8283c" if stage.light.lamps else "#8a3a44", radius=7)
    canvas.text(578, 47, "ON AIR", 22, "#fff4ea")
    stage.glow(578, 40, 110, "#ff5a6a", 0.4)
    desk = stage.indoors("#4a3c52")
    canvas.polygon([(LEFT, 236), (RIGHT, 236), (RIGHT, 300), (LEFT, 300)], desk)
    canvas.rect(LEFT, 228, WIDTH, 12, stage.indoors("#c08a5a"))
    for i in range(26):
        x = -100 + i * 33
        canvas.rect(x, 250, 5, 42, "#201a2c")
        canvas.rect(
            x - 5,
            254 + stage.random.uniform(0, 28),
            15,
            8,
            stage.indoors((palette.accent, palette.second, "#f0ead8")[i % 3]),
            radius=2,
        )
        canvas.circle(x + 16, 256, 4, stage.random.choice(("#7cf0a0", "#ffd166", "#ff6a6a")))
    for x in (90, 540):
        canvas.line([(x, 236), (x + 24, 176), (x - 6, 140)], stage.indoors("#8f8a98"), 5)
        canvas.rect(x - 22, 108, 30, 46, stage.indoors("#d7d4de"), radius=13)
        canvas.rect(x - 22, 128, 30, 5, stage.indoors("#6d6878"))


def train_car(stage: Stage) -> None:
    """Inside a train: benches, straps, and the land passing in the windows."""
    canvas, palette = stage.canvas, stage.palette
    wall = stage.indoors(lighter(palette.wall, 0.3))
    stage.sky(200)
    stage.hills(186, 60, palette.foliage, 0.4)
    stage.skyline(206, 40, palette.wall, 0.4)
    canvas.rect(LEFT, TOP, WIDTH, 100, wall)
    canvas.rect(LEFT, 180, WIDTH, 120, wall)
    for x in (-124, 66, 256, 446, 636):
        canvas.rect(x, 30, 34, 160, wall)
        canvas.rect(x + 28, 40, 6, 140, darker(wall, 0.2))
    for x in (-90, 100, 290, 480, 670):
        canvas.rect(x, 38, 156, 144, "none", stroke=darker(wall, 0.35), line=5, radius=12)
        canvas.polygon([(x + 30, 180), (x + 70, 40), (x + 92, 40), (x + 52, 180)], "#ffffff", opacity=0.16)
    canvas.rect(LEFT, 14, WIDTH, 16, stage.indoors(palette.accent))
    for i, x in enumerate(range(-110, 760, 62)):
        canvas.rect(x, 14, 44, 30, stage.indoors(("#f6efdf", palette.second, "#e9d2b8")[i % 3]))
    canvas.rect(LEFT, 292, WIDTH, 130, stage.indoors(darker(palette.floor, 0.1)))
    seat = stage.indoors(palette.second)
    canvas.fade_down(LEFT, 204, WIDTH, 60, [(0, lighter(seat, 0.15), 1), (1, seat, 1)])
    canvas.rect(LEFT, 258, WIDTH, 30, darker(seat, 0.15), radius=8)
    canvas.rect(LEFT, 286, WIDTH, 14, darker(seat, 0.45))
    for x in range(-100, 760, 95):
        canvas.line([(x, 206), (x, 286)], darker(seat, 0.25), 2)
    for x in range(-90, 760, 76):
        canvas.line([(x, 20), (x, 62)], stage.indoors("#d8d2c4"), 4)
        canvas.circle(x, 74, 12, "none", stroke=stage.indoors("#f2ede0"), line=4)
    for x in (60, 440):
        canvas.rect(x, TOP, 7, 400, canvas.linear([(0, "#d8dde2", 1), (1, "#8c949c", 1)], horizontal=True))
    if stage.light.lamps:
        canvas.rect(LEFT, TOP, WIDTH, 110, canvas.linear([(0, "#fff0c8", 0.5), (1, "#fff0c8", 0)]))


def diner(stage: Stage) -> None:
    """A counter with stools, a menu of neon, a chequered floor."""
    canvas, palette = stage.canvas, stage.palette
    stage.room(palette.wall, palette.floor, 256)
    tile = stage.indoors(darker(palette.floor, 0.45))
    for row in range(5):
        y, size = 258 + row * row * 6 + row * 10, 40 + row * 16
        for i in range(-12, 14, 2):
            x = 320 + (i + row % 2) * size
            canvas.polygon(
                [(x, y), (x + size, y), (x + size * 1.12, y + 16 + row * 10), (x + size * 0.06, y + 16 + row * 10)],
                tile,
                opacity=0.7,
            )
    stage.window(-100, 30, 250, 130, "#c9c2d0", bars=3)
    for i, (x, words) in enumerate(((200, "カレー"), (330, "ラーメン"), (470, "ソーダ"), (600, "オムライス"))):
        colour = (palette.accent, palette.second)[i % 2]
        stage.glow(x + 50, 70, 80, colour, 0.45)
        canvas.rect(x - 4, 50, 112, 42, darker(colour, 0.6), radius=7, stroke=lighter(colour, 0.4), line=3)
        canvas.text(x + 52, 79, words, 20, lighter(colour, 0.75))
    stage.shelf(180, 160, 540, (palette.accent, palette.second, "#8fd0c0", "#f0d080"), kind="jars")
    counter = stage.indoors(palette.accent)
    canvas.rect(150, 214, RIGHT - 150, 16, stage.indoors("#f4efe8"))
    canvas.rect(160, 230, RIGHT - 160, 66, counter)
    canvas.rect(160, 244, RIGHT - 160, 8, lighter(counter, 0.4))
    for x in range(200, 760, 104):
        canvas.rect(x + 17, 276, 6, 52, stage.indoors("#c9ccd4"))
        canvas.ellipse(x + 20, 274, 30, 9, stage.indoors(palette.second))
    canvas.rect(LEFT, BOTTOM - 1, WIDTH, 1, tile)
