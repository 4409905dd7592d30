from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO

import imagehash
import pytest
from PIL import Image

from catalog.core.demo import DEMO_SHOWS, draw_frame, frames
from catalog.core.demo.raster import draw_scene
from catalog.core.demo.scene import write_scene
from catalog.core.demo.sets import PLACES
from catalog.core.demo.svg import Canvas


def picture(show: str, episode: int, index: int) -> Image.Image:
    return Image.open(BytesIO(draw_frame(show, episode, index)))


def test_a_frame_is_a_small_jpeg_of_the_size_of_a_broadcast():
    data = draw_frame("seven-cats-washhouse", 1, 4)
    image = Image.open(BytesIO(data))
    assert (image.format, image.size, image.mode) == ("JPEG", (640, 360), "RGB")
    assert len(data) < 200_000


@pytest.mark.parametrize("show", ["lantern-harbor-nights", "drifting-inkstone-road", "snowline-signal-post"])
def test_a_frame_has_the_same_bytes_each_time(show):
    assert draw_frame(show, 2, 7) == draw_frame(show, 2, 7)


def test_a_frame_has_the_same_bytes_in_a_process_with_another_hash_seed():
    write = "sys.stdout.buffer.write(draw_frame('windcutter-relay', 1, 2))"
    code = f"import sys; from catalog.core.demo import draw_frame; {write}"
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert told.stdout == draw_frame("windcutter-relay", 1, 2)


def test_every_frame_can_be_described_as_svg():
    shows = {show.slug: show for show in DEMO_SHOWS}
    for frame in list(frames())[::7]:
        svg = draw_scene(shows[frame.show], write_scene(shows[frame.show], frame.episode, frame.index))
        assert svg.startswith("<svg")
        assert len(svg) < 250_000


def test_no_picture_is_flat():
    for show in DEMO_SHOWS[::4]:
        colours = picture(show.slug, 1, 3).resize((64, 36)).getcolors(64 * 36)
        assert colours is not None
        assert len(colours) > 200


def test_episodes_hold_no_near_copies_of_one_another():
    show = DEMO_SHOWS[2].slug
    hashes = {(e, i): imagehash.phash(picture(show, e, i)) for e in (1, 2, 3) for i in (1, 4, 7, 10)}
    distances = [a - b for first, a in hashes.items() for second, b in hashes.items() if first[0] < second[0]]
    assert min(distances) >= 8


def test_each_set_is_used_by_some_show():
    assert {place for show in DEMO_SHOWS for place in show.drawing.places} == set(PLACES)


def test_words_on_a_canvas_are_escaped():
    canvas = Canvas(10, 10)
    canvas.text(0, 0, "<b>&", 5, "#000000")
    assert "<b>" not in canvas.svg()
    assert "&lt;b&gt;&amp;" in canvas.svg()
