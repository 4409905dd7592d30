"""Which show a label or a query means."""

from __future__ import annotations

import pytest

from catalog.models import Alias, Show
from catalog.services import AmbiguousLabel, load_catalogue, resolve_label, search_shows, update_title_aliases

pytestmark = pytest.mark.django_db


def make(slug: str, title: str, *, english: str = "", labels: tuple[str, ...] = (), **facts) -> Show:
    show = Show.objects.create(slug=slug, title=title, title_english=english, **facts)
    update_title_aliases(show)
    for label in labels:
        Alias.objects.create(show=show, text=label, language=Alias.Language.LABEL)
    return show


@pytest.mark.parametrize("label", ["naruto-tv", "Naruto (2002)", "naruto", "ＮＡＲＵＴＯ", "Naruto!"])
def test_a_show_is_found_by_slug_label_and_by_its_title_however_it_is_written(label):
    show = make("naruto-tv", "Naruto", labels=("Naruto (2002)",))
    assert resolve_label(label) == show


@pytest.mark.parametrize("label", ["Nar", "", "   ", "naruto shippuuden"])
def test_a_label_that_is_no_name_means_nothing(label):
    make("naruto-tv", "Naruto")
    assert resolve_label(label) is None


def test_an_exact_label_goes_before_an_equal_title():
    make("hunter-1999", "Hunter x Hunter")
    new = make("hunter-2011", "Hunter x Hunter", labels=("Hunter x Hunter",))
    assert resolve_label("Hunter x Hunter") == new


def test_a_slug_goes_before_an_equal_title():
    make("monster-ova", "monster")
    show = make("monster", "Monsutaa")
    assert resolve_label("monster") == show


def test_two_shows_of_one_title_are_an_error_that_names_both():
    first = make("hunter-1999", "Hunter x Hunter")
    second = make("hunter-2011", "HxH", english="HUNTER×HUNTER")
    Alias.objects.create(show=second, text="hunter x hunter")
    with pytest.raises(AmbiguousLabel, match=r"hunter-1999.*hunter-2011") as caught:
        resolve_label("Hunter X Hunter")
    assert caught.value.shows == (first, second)


def test_one_show_with_a_name_twice_is_not_ambiguous():
    show = make("bleach", "Bleach", english="BLEACH", labels=("bleach",))
    assert resolve_label("Bleach") == show


def test_only_the_shows_that_were_given_are_looked_at():
    make("hunter-1999", "Hunter x Hunter")
    new = make("hunter-2011", "Hunter x Hunter")
    assert resolve_label("hunter x hunter", among=Show.objects.filter(pk=new.pk)) == new
    assert resolve_label("hunter-1999", among=Show.objects.filter(pk=new.pk)) is None


def test_search_puts_whole_titles_first_then_beginnings():
    make("b", "The One")
    make("c", "One Piece")
    make("a", "One")
    make("d", "Two")
    assert [show.slug for show in search_shows("one")] == ["a", "c", "b"]


def test_search_takes_words_in_any_order_and_from_any_name_and_leaves_out_the_unlisted():
    load_catalogue()
    assert [show.mal_id for show in search_shows("lelouch geass")] == [1575]
    assert [show.mal_id for show in search_shows("進撃")] == [16498]
    assert [show.mal_id for show in search_shows("カウボーイ")] == [1]
    Show.objects.filter(mal_id=1575).update(is_listed=False)
    assert not search_shows("geass")


def test_a_search_for_nothing_gives_every_listed_show():
    load_catalogue()
    assert search_shows(" ").count() == 45


def test_edited_titles_are_followed_by_the_names_that_search_looks_at():
    show = make("bleach", "Bleach", english="Bleach", labels=("bleach",))
    show.title, show.title_english = "Burichi", ""
    show.save()
    update_title_aliases(show)
    assert set(show.aliases.values_list("language", "text")) == {("romaji", "Burichi"), ("label", "bleach")}
