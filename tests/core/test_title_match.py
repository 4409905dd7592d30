"""A typed title is judged: letters forgive by length, numbers do not, and a slip never leads to another show."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalog.core.title_key import title_key
from catalog.core.title_match import Kind, TitleIndex, Verdict, judge, leading_part
from tests.title_pairs import PAIRS

KINDS = {"E": "exact", "T": "typo", "F": "franchise", "A": "ambiguous", "N": "nearly", "W": "wrong", "B": "blank"}
CASES = [(own, kin, *case.rsplit(" ", 1)) for own, kin, block in PAIRS for case in block.split("|")]
EVERYTHING = TitleIndex(title_key(title) for own, kin, _ in PAIRS for title in (*own, *kin))

titles = st.text(min_size=1, max_size=40).filter(lambda title: bool(title_key(title)))


def test_there_are_two_hundred_pairs():
    assert len(CASES) >= 200


@pytest.mark.parametrize(
    ("own", "kin", "typed", "kind"), CASES, ids=[f"{typed!r} for {own[0]}" for own, _, typed, _ in CASES]
)
def test_what_is_typed_is_worth(own, kin, typed, kind):
    assert judge(typed, own, kin, EVERYTHING).kind == KINDS[kind]


def test_a_slip_that_leads_to_another_show_as_well_does_not_count():
    others = TitleIndex(map(title_key, ("Bleach", "Blench")))
    assert judge("blerch", ["Bleach"], (), others).kind is Kind.AMBIGUOUS
    assert judge("blench", ["Bleach"], (), others).kind is Kind.WRONG
    assert judge("blerch", ["Bleach"], ["Blench"], others).kind is Kind.FRANCHISE
    assert judge("bleahc", ["Bleach"], (), others).kind is Kind.TYPO


def test_a_verdict_tells_how_many_slips_and_no_title_that_was_not_named():
    assert judge("narto", ["Naruto"]).slips == 1
    assert judge("cowbow bepob", ["Cowboy Bebop"]).title == ""
    assert judge("one piece", ["Cowboy Bebop"]).title == ""
    assert judge("cowbow bepop", ["Cowboy Bebop"]).title == "Cowboy Bebop"


def test_what_counts_as_the_show_and_as_its_story():
    assert [kind for kind in Kind if Verdict(kind).names_show] == [Kind.EXACT, Kind.TYPO]
    assert [kind for kind in Kind if Verdict(kind).names_franchise] == [Kind.EXACT, Kind.TYPO, Kind.FRANCHISE]


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Mushoku Tensei: Jobless Reincarnation", "Mushoku Tensei"),
        ("Mushoku Tensei：無職転生", "Mushoku Tensei"),
        ("Full Metal Panic! - The Second Raid", "Full Metal Panic!"),
        ("Re:Zero", ""),
        ("K-On!", ""),
        ("", ""),
    ],
)
def test_the_part_before_a_subtitle(title, head):
    assert leading_part(title) == head


@given(titles)
def test_a_title_names_itself_however_it_is_shouted(title):
    assert judge(title, [title]).kind is Kind.EXACT
    assert judge(f"  {title}\t", [title]).kind is Kind.EXACT


@given(st.lists(st.sampled_from(["red", "moon", "after", "school", "2", "90"]), min_size=1, max_size=5), st.randoms())
def test_the_order_of_words_does_not_matter(words, chance):
    shuffled = chance.sample(words, len(words))
    assert judge(" ".join(shuffled), [" ".join(words)]).kind is Kind.EXACT


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_numbers_are_never_nearly_right(one, other):
    assume(one != other)
    assert judge(f"Mobile Suit {one}", [f"Mobile Suit {other}"]).kind is Kind.WRONG


@given(st.text(alphabet="bcgklr", min_size=1, max_size=12), st.integers(0, 11), st.sampled_from("vx"))
def test_one_wrong_letter_is_forgiven_from_five_letters_on(title, place, wrong):
    place %= len(title)
    typed = title[:place] + wrong + title[place + 1 :]
    assume(len(title_key(typed).letters) == len(title) == len(title_key(title).letters))
    assert judge(typed, [title]).names_show == (len(title) >= 5)


@given(st.text(max_size=300), st.lists(titles, max_size=3), st.lists(titles, max_size=3))
def test_any_text_gets_a_verdict(typed, own, kin):
    verdict = judge(typed, own, kin, TitleIndex(map(title_key, (*own, *kin))))
    assert (verdict.kind is Kind.BLANK) == (not title_key(typed))
