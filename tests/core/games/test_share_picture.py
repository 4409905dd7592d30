"""The picture of a result: one size, no metadata, and another one for another result."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from games.core.share_picture import share_picture

FONTS = Path(__file__).resolve().parents[3] / "static" / "fonts"


def _picture(name="Name the show", cells=("right", "wrong")):
    return share_picture(name=name, points="640 points", line="7 of 10 right.", cells=cells, fonts=FONTS)


@pytest.mark.parametrize("cells", [(), ("right",), ("right", "part", "wrong") * 4])
def test_it_has_one_size_and_no_metadata(cells):
    image = Image.open(BytesIO(_picture(cells=cells)))
    assert (image.size, image.format, image.info) == ((1200, 630), "PNG", {})


def test_a_cell_tells_what_became_of_its_round():
    assert len({_picture(cells=(cell,)) for cell in ("right", "part", "wrong", "gone")}) == 4


def test_the_same_result_gives_the_same_picture():
    assert _picture() == _picture()


def test_a_long_name_is_written_smaller_and_stays_inside():
    image = Image.open(BytesIO(_picture(name="A very long name of a game " * 4)))
    edge = image.crop((1140, 90, 1200, 140))
    assert edge.getcolors() == [(edge.width * edge.height, image.getpixel((5, 100)))]
