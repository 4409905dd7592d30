"""Bars and margins are cut, whatever made them; what only looks like one stays."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from classifier.core.borders import content_box
from classifier.core.preprocess import InputSpec, to_batch, view_boxes

BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def scene(size=(320, 180), *, seed=1) -> Image.Image:
    """A soft picture of many colours."""
    tiles = np.random.default_rng(seed).integers(40, 215, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(tiles).resize(size, Image.Resampling.BICUBIC)


def framed(picture: Image.Image, canvas: tuple[int, int], at: tuple[int, int], colour) -> Image.Image:
    whole = Image.new("RGB", canvas, colour)
    whole.paste(picture, at)
    return whole


def as_jpeg(picture: Image.Image, quality: int = 60) -> Image.Image:
    file = BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


@pytest.mark.parametrize("colour", [BLACK, WHITE, (16, 16, 16)], ids=["black", "white", "video black"])
@pytest.mark.parametrize(
    ("canvas", "at"),
    [
        ((320, 240), (0, 30)),
        ((400, 180), (40, 0)),
        ((400, 240), (40, 30)),
        ((320, 200), (0, 20)),
        ((640, 360), (300, 150)),
        ((360, 640), (20, 230)),
    ],
    ids=["letterbox", "pillarbox", "all around", "one side", "pasted somewhere", "on a phone"],
)
def test_borders_are_cut_to_a_hundredth_of_the_side(colour, canvas, at):
    found = content_box(as_jpeg(framed(scene(), canvas, at, colour)))
    truth = (*at, at[0] + 320, at[1] + 180)
    slack = max(canvas) / 100 + 2
    assert found == pytest.approx(truth, abs=slack)
    assert found[0] >= truth[0] - 1, "no line of the border is left"
    assert found[3] <= truth[3] + 1, "no line of the border is left"


def test_a_large_picture_is_cut_like_a_small_one():
    box = content_box(framed(scene((1920, 800)), (1920, 1080), (0, 140), BLACK))
    assert box == pytest.approx((0, 140, 1920, 940), abs=16)


@pytest.mark.parametrize("size", [(320, 180), (1920, 1080), (31, 17), (1, 1), (2, 900)])
def test_a_picture_without_borders_stays_whole(size):
    assert content_box(scene(size)) == (0, 0, *size)


@pytest.mark.parametrize("colour", [BLACK, WHITE])
def test_a_picture_of_one_colour_stays_whole(colour):
    assert content_box(Image.new("RGB", (320, 180), colour)) == (0, 0, 320, 180)


def test_night_that_fades_into_the_scene_is_no_border():
    light = np.clip(np.linspace(-60, 200, 180), 0, 255)[:, None, None]
    night = np.broadcast_to(light, (180, 320, 3)).astype(np.uint8)
    assert content_box(Image.fromarray(night)) == (0, 0, 320, 180)


@pytest.mark.parametrize("colour", [BLACK, WHITE])
def test_a_figure_before_an_empty_ground_is_no_border(colour):
    picture = Image.new("RGB", (320, 180), colour)
    ImageDraw.Draw(picture).ellipse((110, 40, 210, 150), fill=(190, 120, 90))
    assert content_box(picture.filter(ImageFilter.GaussianBlur(1))) == (0, 0, 320, 180)


def test_stars_and_a_window_in_the_dark_are_no_border():
    picture = Image.new("RGB", (320, 180), (4, 5, 12))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((200, 60, 250, 110), fill=(250, 220, 120))
    for x in range(10, 320, 40):
        draw.point((x, (x * 7) % 50), fill=(255, 255, 255))
    assert content_box(picture) == (0, 0, 320, 180)


def test_a_border_that_would_leave_next_to_nothing_is_none():
    assert content_box(framed(scene((60, 40)), (640, 640), (290, 300), BLACK)) == (0, 0, 640, 640)


def test_the_network_sees_the_picture_without_its_bars_where_the_card_says_so():
    spec = InputSpec(size=16, resize=16, mean=(0.5,) * 3, std=(0.5,) * 3, views=("center", "end"), cut_borders=True)
    bare, barred = scene(), framed(scene(), (320, 240), (0, 30), BLACK)
    left, upper, right, lower = view_boxes(barred, spec)[0]
    assert (left, upper, right, lower) == pytest.approx((70, 30, 250, 210), abs=4)
    assert np.abs(to_batch([barred], spec) - to_batch([bare], spec)).mean() < 0.1


def test_bars_stay_where_the_card_does_not_say_so():
    spec = InputSpec(size=16, resize=16, mean=(0.5,) * 3, std=(0.5,) * 3)
    assert view_boxes(framed(scene(), (320, 240), (0, 30), BLACK), spec) == [(40, 0, 280, 240)]
