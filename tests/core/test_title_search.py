"""While somebody types, the shows that may be meant come up, however they spell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.title_search import Name, TitleSearch
from catalog.core.titles import normalise

TITLES = {
    1: ("Shingeki no Kyojin", "Attack on Titan", "進撃の巨人"),
    2: ("Shingeki no Kyojin Season 2", "Attack on Titan Season 2"),
    3: ("Naruto", "ナルト"),
    4: ("Naruto: Shippuuden", "Naruto Shippuden"),
    5: ("SPY×FAMILY", "Spy x Family"),
    6: ("Toaru Kagaku no Railgun", "A Certain Scientific Railgun"),
    7: ("Irozuku Sekai no Ashita kara",),
    8: ("Märchen Mädchen",),
    9: ("!!!",),
    10: ("Fullmetal Alchemist: Brotherhood",),
    11: ("Oneechan ga Kita",),
}


def make_search(titles):
    return TitleSearch(Name(show, text, normalise(text)) for show, texts in titles.items() for text in texts)


def shows(query, limit=10):
    return [name.show for name in make_search(TITLES).find(query, limit)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("att", [1, 2]),
        ("naruto", [3, 4]),
        ("ATTACK ON TITAN", [1, 2]),
        ("titan attack", [1, 2]),
        ("進撃", [1]),
        ("なると", [3]),
        ("shippūden", [4]),
        ("shippuden", [4]),
        ("spyfamily", [5]),
        ("railgun", [6]),
        ("iroduku", [7]),
        ("marchen", [8]),
        ("maerchen", [8]),
        ("!!!", [9]),
        ("brotherhod", [10]),
        ("atack on titn", [1, 2]),
        ("alchemist", [10]),
        ("onechan", [11]),
        ("sh", [1, 2, 4, 7]),
        ("zzzz", []),
        ("", []),
        (" \n\t", []),
        ("titan 2", [2]),
    ],
)
def test_shows_are_found_by(query, found):
    assert shows(query) == found


def test_the_name_that_matched_is_named():
    assert [name.text for name in make_search(TITLES).find("certain", 10)] == ["A Certain Scientific Railgun"]


def test_names_that_are_the_query_come_before_those_that_start_with_it_and_those_that_hold_it():
    search = make_search({1: ("Shadow House",), 2: ("House of Ninjas",), 3: ("House",), 4: ("Treehouse",)})
    assert [name.show for name in search.find("house", 10)] == [3, 2, 1, 4]


def test_no_more_are_named_than_asked_for_and_none_twice():
    many = {show: (f"Idol {show}", f"The Idol {show}") for show in range(50)}
    found = [name.show for name in make_search(many).find("idol", 10)]
    assert len(found) == len(set(found)) == 10


def test_an_empty_catalogue_finds_nothing():
    assert make_search({}).find("naruto", 10) == []


@given(st.text(max_size=300))
def test_any_text_can_be_typed(query):
    assert len(make_search(TITLES).find(query, 3)) <= 3


@given(st.dictionaries(st.integers(1, 99), st.tuples(st.text(min_size=1, max_size=40)), min_size=1, max_size=8))
def test_every_show_is_found_by_its_whole_title(titles):
    titles = {show: texts for show, texts in titles.items() if normalise(texts[0])}
    search = make_search(titles)
    for show, (title,) in titles.items():
        assert show in [name.show for name in search.find(title, len(titles))]
