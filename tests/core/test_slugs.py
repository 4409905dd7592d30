"""The names of shows in addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.slugs import is_slug, make_slug


def slug(title, *, year=None, type_="", mal_id=None, taken=()):
    return make_slug(title, year=year, type_=type_, mal_id=mal_id, taken=set(taken))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Steins;Gate", "steins-gate"),
        ("Kuroko's Basketball", "kurokos-basketball"),
        ("Fate/stay night: Unlimited Blade Works", "fate-stay-night-unlimited-blade-works"),
        ("Märchen Mädchen", "marchen-madchen"),
        ("86 エイティシックス", "86"),
    ],
)
def test_a_title_becomes_its_latin_words(title, expected):
    assert slug(title) == expected


def test_a_title_without_a_latin_letter_is_named_after_its_id():
    assert slug("鋼の錬金術師", mal_id=121) == "anime-121"


def test_a_second_show_of_a_name_gets_its_year_then_its_type_then_its_id_then_a_number():
    facts = {"year": 2011, "type_": "TV", "mal_id": 11061}
    taken = []
    for expected in (
        "hunter-x-hunter",
        "hunter-x-hunter-2011",
        "hunter-x-hunter-tv",
        "hunter-x-hunter-2011-tv",
        "hunter-x-hunter-11061",
        "hunter-x-hunter-2",
        "hunter-x-hunter-3",
    ):
        assert slug("Hunter x Hunter", **facts, taken=taken) == expected
        taken.append(expected)


def test_a_long_title_ends_with_a_whole_word():
    made = slug("long " * 100)
    assert len(made) <= 160
    assert made.endswith("-long")


@given(st.text(max_size=400), st.integers(1, 10**9))
def test_every_title_gives_a_slug_that_is_free(title, mal_id):
    first = slug(title, mal_id=mal_id)
    assert is_slug(first)
    second = slug(title, mal_id=mal_id, taken=[first])
    assert is_slug(second)
    assert second != first


@pytest.mark.parametrize("text", ["", "A", "a--b", "-a", "a_b", "é", "a" * 201])
def test_what_is_no_slug(text):
    assert not is_slug(text)
