"""From a scene to the bytes of a picture."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random

import resvg_py
from PIL import Image

from catalog.core.demo import overlays
from catalog.core.demo.camera import HEIGHT, WIDTH
from catalog.core.demo.facts import DemoShow
from catalog.core.demo.figure import draw_figure
from catalog.core.demo.finish import finish
from catalog.core.demo.light import light_for
from catalog.core.demo.scene import Scene
from catalog.core.demo.sets import PLACES
from catalog.core.demo.sets.stage import BOTTOM, LEFT, RIGHT, TOP, Stage
from catalog.core.demo.svg import Canvas

FONTS = [str(path) for path in sorted((Path(__file__).parents[1] / "fonts").glob("*.ttf"))]


def draw_scene(show: DemoShow, scene: Scene) -> str:
    """The scene as one SVG document."""
    drawing = show.drawing
    canvas = Canvas(WIDTH, HEIGHT)
    light = light_for("day" if scene.backdrop != "set" else scene.time, drawing.palette.sky, drawing.palette.sky_share)
    random = Random(f"{scene.seed}/overlays")
    if scene.backdrop == "set":
        place = Random(f"{show.slug}/{scene.place}")
        with canvas.group(scene.camera.transform()):
            # Ground beneath everything: a set may leave gaps between its pieces, a picture may not.
            canvas.rect(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, light.on(drawing.palette.floor))
            PLACES[scene.place].paint(Stage(canvas, light, drawing.palette, place))
        if scene.camera.zoom > 1.45:
            # Near shots have a shallow focus; a veil of air stands in for the blur that would cost ten times more.
            canvas.rect(0, 0, canvas.width, canvas.height, light.sky[2], opacity=0.16)
    else:
        overlays.backdrop(canvas, scene.backdrop, drawing.palette, random)
    for figure in scene.figures:
        draw_figure(canvas, figure, drawing.style, light)
    _cover(canvas, show, scene, random)
    return canvas.svg()


def _cover(canvas: Canvas, show: DemoShow, scene: Scene, random: Random) -> None:
    if scene.backdrop == "set":
        if "outdoors" in PLACES[scene.place].tags:
            overlays.weather(canvas, scene.time, random)
        if scene.drift:
            overlays.drift(canvas, scene.drift, show.drawing.palette, random)
        if scene.flare:
            overlays.lens_flare(canvas, random)
    if scene.letterbox:
        overlays.letterbox(canvas)
    if scene.subtitle:
        overlays.subtitle(canvas, scene.subtitle, yellow=show.year < 2012)


def render(svg: str) -> Image.Image:
    """Pixels of a document, with no font but ours: another machine's fonts would change the picture."""
    fonts = FONTS if "<text" in svg else None
    data = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=fonts)
    return Image.open(BytesIO(data)).convert("RGB")


def to_jpeg(picture: Image.Image) -> bytes:
    """JPEG, for real frames are lossy too and PNG of grained pictures is six times larger.

    Full colour resolution, because thin coloured lines on coloured ground are what cartoons are made of.
    """
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=91, subsampling=0)
    return buffer.getvalue()


def draw(show: DemoShow, scene: Scene) -> bytes:
    """The JPEG of a scene."""
    return to_jpeg(finish(render(draw_scene(show, scene)), show.drawing.style.texture, scene.seed))
