from __future__ import annotations

import re

import pytest

from catalog.core.demo import DEMO_SHOWS, DemoShow
from catalog.core.demo.accessories import ACCESSORIES
from catalog.core.demo.light import LIGHTS
from catalog.core.demo.sets import PLACES

SHOWS = pytest.mark.parametrize("show", DEMO_SHOWS, ids=lambda show: show.slug)
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def test_there_are_twelve_shows_of_different_names():
    assert len(DEMO_SHOWS) == 12
    for name in ("slug", "title", "title_english", "title_japanese"):
        assert len({getattr(show, name) for show in DEMO_SHOWS}) == 12


def test_characters_have_one_show_each():
    slugs = [member.slug for show in DEMO_SHOWS for member in show.cast]
    assert len(set(slugs)) == len(slugs)


@SHOWS
def test_a_show_has_cast_places_and_hours(show: DemoShow):
    assert len(show.cast) >= 3
    assert len(set(show.drawing.places)) >= 4
    assert set(show.drawing.places) <= set(PLACES)
    assert len(set(show.drawing.times)) >= 3
    assert set(show.drawing.times) <= set(LIGHTS)


@SHOWS
def test_its_facts_are_whole(show: DemoShow):
    assert JAPANESE.search(show.title_japanese)
    assert show.title.isascii()
    assert show.studios
    assert show.genres
    assert show.synopsis.endswith(".")
    assert all(JAPANESE.search(member.name_japanese) for member in show.cast)


@SHOWS
def test_its_cast_wears_what_can_be_drawn(show: DemoShow):
    assert {name for member in show.cast for name in member.look.accessories} <= set(ACCESSORIES)


@SHOWS
def test_its_cast_can_be_told_apart(show: DemoShow):
    assert len({(m.look.hair, m.look.back, m.look.cloth) for m in show.cast}) == len(show.cast)


def test_no_two_shows_share_their_hand():
    styles = {show.drawing.style for show in DEMO_SHOWS}
    assert len(styles) == 12
    assert len({(style.eyes, style.jaw, style.shading) for style in styles}) >= 10
