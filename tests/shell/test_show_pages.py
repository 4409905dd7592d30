"""The list of shows and the page of one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalog.core.demo import DEMO_SHOWS
from catalog.models import Frame, Franchise, Genre, Show
from catalog.services import load_catalogue, update_title_aliases

pytestmark = pytest.mark.django_db
LIST = "/shows/"


def make(number: int, title: str, **facts) -> Show:
    show = Show.objects.create(slug=f"show-{number}", title=title, **facts)
    update_title_aliases(show)
    return show


def titles(response) -> list[str]:
    return [show.display_title for show in response.context["page"]]


def test_the_list_holds_every_listed_show_in_the_order_of_the_titles_people_see(visitor):
    make(1, "Shingeki no Kyojin", title_english="Attack on Titan")
    make(2, "bleach")
    make(3, "Hidden", is_listed=False)
    make(4, "Angel Beats!")
    assert titles(visitor.get(LIST)) == ["Angel Beats!", "Attack on Titan", "bleach"]


@pytest.mark.parametrize("query", ["kyojin", "TITAN attack", "進撃", "Attack%20on%20Titan!"])
def test_a_show_is_found_by_words_of_any_title(visitor, query):
    make(1, "Shingeki no Kyojin", title_english="Attack on Titan", title_japanese="進撃の巨人")
    make(2, "Bleach")
    assert titles(visitor.get(f"{LIST}?q={query}")) == ["Attack on Titan"]


def test_year_and_kind_narrow_the_list(visitor):
    make(1, "Bleach", year=2004, type="TV")
    make(2, "Bleach the Movie", year=2006, type="Movie")
    make(3, "Naruto", year=2002, type="TV")
    assert titles(visitor.get(f"{LIST}?q=bleach&year=2006")) == ["Bleach the Movie"]
    assert titles(visitor.get(f"{LIST}?type=TV")) == ["Bleach", "Naruto"]


@pytest.mark.parametrize(
    "query", ["year=soon", "type=opera", "page=soon", "page=99", "q=%00", "q=" + "x" * 300, "q=!!"]
)
def test_what_cannot_be_read_is_left_out_of_the_search(visitor, query):
    make(1, "Bleach")
    response = visitor.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert titles(response) == ([] if query == "q=!!" else ["Bleach"])


def test_a_search_without_a_hit_says_so(visitor):
    make(1, "Bleach")
    assert "No show goes by that name here." in visitor.get(f"{LIST}?q=naruto").content.decode()


def test_pages_keep_the_search(visitor):
    for number in range(60):
        make(number, f"Gundam {number:02d}", year=1999)
    response = visitor.get(f"{LIST}?q=gundam&year=1999")
    assert len(titles(response)) == 48
    assert "?q=gundam&amp;year=1999&amp;page=2" in response.content.decode()
    assert len(titles(visitor.get(f"{LIST}?q=gundam&year=1999&page=2"))) == 12


def test_htmx_gets_the_part_that_changes_and_caches_can_tell(visitor):
    make(1, "Bleach")
    whole = visitor.get(LIST)
    part = visitor.get(LIST, headers={"HX-Request": "true"})
    again = visitor.get(LIST, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert 'hx-swap-oob="true"' in part.content.decode()
    assert "<html" in again.content.decode()
    assert "HX-Request" in part["Vary"]


def test_the_list_costs_the_same_queries_however_long_it_is(visitor, django_assert_num_queries):
    load_catalogue()
    with django_assert_num_queries(4):  # years, kinds, how many, the page
        visitor.get(LIST)


def test_the_page_of_a_show_tells_what_is_known(visitor):
    load_catalogue()
    text = visitor.get(reverse("catalog:show", args=["neon-genesis-evangelion"])).content.decode()
    for fact in (
        "Neon Genesis Evangelion",
        "Shinseiki Evangelion",
        '<p class="show__japanese" lang="ja">新世紀エヴァンゲリオン</p>',
        "Autumn 1995",
        "<dd>26</dd>",
        "Gainax, Tatsunoko Production",
        "Avant Garde",
        "https://myanimelist.net/anime/30",
    ):
        assert fact in text


def test_a_gap_shows_nothing(visitor):
    make(1, "Nameless")
    text = visitor.get("/shows/show-1/").content.decode()
    for word in ("myanimelist.net", "None", "Studio", "Genre", "Episodes", "Audience", "In romaji", "Also known as"):
        assert word not in text


def test_shows_of_the_same_story_are_named_unless_they_are_unlisted(visitor):
    story = Franchise.objects.create(name="Naruto")
    make(1, "Naruto", franchise=story)
    make(2, "Naruto: Shippuuden", franchise=story)
    make(3, "Naruto: Secret", franchise=story, is_listed=False)
    text = visitor.get("/shows/show-1/").content.decode()
    assert '<a href="/shows/show-2/">Naruto: Shippuuden</a>' in text
    assert "Secret" not in text


@pytest.mark.parametrize("slug", ["nowhere", "show-1"])
def test_an_unknown_or_unlisted_show_has_no_page(visitor, slug):
    make(1, "Hidden", is_listed=False)
    assert visitor.get(f"/shows/{slug}/").status_code == 404


def test_a_title_cannot_become_markup(visitor):
    make(1, "<script>alert(1)</script>")
    for address in (LIST, "/shows/show-1/", "/shows/?q=<script>"):
        assert "<script>alert" not in visitor.get(address).content.decode()


def test_a_drawn_show_has_its_cast_and_its_first_two_episodes_and_never_the_third(visitor):
    demo = DEMO_SHOWS[0]
    show = Show.objects.create(slug=demo.slug, title=demo.title, is_demo=True)
    hero, friend = demo.cast[0], demo.cast[1]
    for number, (episode, split) in enumerate([(1, "train"), (2, "val"), (3, "test")], start=1):
        Frame.objects.create(
            show=show,
            episode=episode,
            split=split,
            time=number,
            sha256=f"{number:064x}",
            format="PNG",
            status=Frame.Status.APPROVED,
            truth={"characters": [friend.slug, hero.slug], "boxes": [[0, 0, 9, 9], [0, 0, 20 * number, 20]]},
        )
    text = visitor.get(show.get_absolute_url()).content.decode()
    assert hero.name in text
    assert f'src="/frames/{2:064x}/faces/1/"' in text  # the largest of the faces that may be shown
    assert "Episode 1" in text
    assert "Episode 2" in text
    assert "Episode 3" not in text
    assert f"{3:064x}" not in text


def test_the_page_of_a_show_costs_the_same_queries_however_much_is_known(visitor, django_assert_max_num_queries):
    load_catalogue()
    show = Show.objects.get(slug="naruto")
    show.genres.set([Genre.objects.get_or_create(name=name)[0] for name in "ABCDEFG"])
    with django_assert_max_num_queries(6):
        visitor.get(show.get_absolute_url())


@pytest.mark.parametrize("address", [LIST, "/shows/show-1/", "/shows/show-1/poster"])
def test_nothing_is_sent_to_these_pages(visitor, address):
    make(1, "Bleach")
    assert visitor.post(address).status_code == 405
