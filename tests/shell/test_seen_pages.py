"""The page of what was seen: search, tick, clear, bring a list; each visitor has their own."""

from __future__ import annotations

import gzip

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalog.models import Alias, SeenList, Show
from tests.fakes import make_shows

pytestmark = pytest.mark.django_db

SEEN = reverse("catalog:seen")
IMPORT = reverse("catalog:seen_import")


@pytest.fixture
def shows():
    shows = make_shows(4)
    for show in shows:
        Alias.objects.create(show=show, text=show.title)
    return shows


def ticked(client):
    page = client.get(SEEN, {"ticked": "on"})
    return {show.title for show in page.context["page"]}


def keep(client, listed, seen, **extra):
    ids = {"listed": [show.pk for show in listed], "seen": [show.pk for show in seen]}
    return client.post(SEEN, ids | {"action": "keep"} | extra)


def test_a_visitor_ticks_a_page_and_finds_it_again(visitor, shows):
    assert keep(visitor, shows, shows[:2], follow=True).status_code == 302
    assert ticked(visitor) == {"Show 1", "Show 2"}
    keep(visitor, shows[:2], [shows[1]])
    assert ticked(visitor) == {"Show 2"}


def test_what_was_not_on_the_page_keeps_its_tick(visitor, shows):
    keep(visitor, shows[:2], shows[:2])
    keep(visitor, shows[2:], [shows[3]])
    assert ticked(visitor) == {"Show 1", "Show 2", "Show 4"}


def test_the_head_of_every_page_says_how_many(visitor, shows):
    assert "Seen: all<" in visitor.get(reverse("pages:about")).content.decode()
    keep(visitor, shows, shows[:3])
    page = visitor.get(reverse("pages:about")).content.decode()
    assert 'Seen: 3<span class="tool__more"> shows</span>' in page


def test_all_that_a_search_finds_is_ticked_and_unticked_at_once(visitor, shows):
    answer = visitor.post(SEEN, {"q": "show 2", "action": "tick"})
    assert answer["Location"] == f"{SEEN}?q=show+2"
    assert ticked(visitor) == {"Show 2"}
    visitor.post(SEEN, {"q": "", "action": "tick"})
    assert len(ticked(visitor)) == 4
    visitor.post(SEEN, {"q": "show 2", "action": "untick"})
    assert ticked(visitor) == {"Show 1", "Show 3", "Show 4"}


def test_everything_is_cleared(visitor, shows):
    visitor.post(SEEN, {"action": "tick"})
    visitor.post(SEEN, {"action": "clear"})
    assert ticked(visitor) == set()
    assert "Seen: all<" in visitor.get(SEEN).content.decode()


def test_owner_other_and_visitor_have_lists_of_their_own(owner, other, visitor, shows):
    keep(owner, shows, shows[:1])
    keep(visitor, shows, shows[1:3])
    assert ticked(owner) == {"Show 1"}
    assert ticked(visitor) == {"Show 2", "Show 3"}
    assert ticked(other) == set()
    other.post(SEEN, {"action": "clear"})
    assert ticked(owner) == {"Show 1"}


def test_unlisted_shows_are_neither_listed_nor_ticked(visitor, shows):
    Show.objects.filter(pk=shows[0].pk).update(is_listed=False)
    assert shows[0] not in list(visitor.get(SEEN).context["page"])
    keep(visitor, shows, shows)
    visitor.post(SEEN, {"action": "tick"})
    assert visitor.get(SEEN, {"ticked": "on"}).context["page"].paginator.count == 3


@pytest.mark.parametrize(
    "sent", [{}, {"listed": "x", "seen": "y"}, {"seen": ["9" * 30]}, {"page": "-1"}, {"q": "a" * 999}]
)
def test_nonsense_ticks_nothing(visitor, shows, sent):
    assert visitor.post(SEEN, sent | {"action": "keep"}).status_code == 302
    assert ticked(visitor) == set()


def test_looking_at_the_page_makes_no_list_and_no_session(visitor, shows):
    answer = visitor.get(SEEN)
    assert not SeenList.objects.exists()
    assert "sessionid" not in answer.cookies


def test_htmx_gets_the_list_alone_and_after_a_tick_the_count_alone(visitor, shows):
    part = visitor.get(SEEN, {"q": "show 3"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Show 3" in part
    assert "Show 1" not in part
    answer = visitor.post(SEEN, {"listed": shows[0].pk, "seen": shows[0].pk}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'hx-swap-oob="true"' in answer.content.decode()
    assert "Seen: 1" in answer.content.decode()


def test_a_page_takes_the_same_few_queries_however_many_shows_there_are(visitor, shows, django_assert_max_num_queries):
    keep(visitor, shows, shows)
    Show.objects.bulk_create(Show(slug=f"many-{n}", title=f"Many {n}") for n in range(500))
    with django_assert_max_num_queries(8):
        assert visitor.get(SEEN, {"page": 5}).status_code == 200
    with django_assert_max_num_queries(16):
        visitor.post(SEEN, {"action": "tick"})


def mal_list(*entries):
    rows = "".join(
        f"<anime><series_animedb_id>{mal_id}</series_animedb_id><series_title>{title}</series_title>"
        f"<my_status>{status}</my_status></anime>"
        for mal_id, title, status in entries
    )
    return f"<myanimelist>{rows}</myanimelist>".encode()


def send(client, data, statuses=("completed", "watching"), name="animelist.xml.gz"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data), "statuses": statuses})


LIST = mal_list(
    (1001, "Show 1", "Completed"),
    (1002, "Show 2", "Watching"),
    (1003, "Show 3", "Dropped"),
    (7, "Elsewhere &lt;b&gt;", "Completed"),
    (0, "Without number", "Completed"),
)


@pytest.mark.parametrize("data", [LIST, gzip.compress(LIST)], ids=["plain", "packed"])
def test_a_list_from_myanimelist_is_ticked(visitor, shows, data):
    answer = send(visitor, data)
    assert answer.status_code == 200
    result = answer.context["result"]
    assert (result.entries, result.chosen, result.matched, result.added) == (5, 4, 2, 2)
    assert list(result.missing) == ["Elsewhere <b>", "Without number"]
    assert "Elsewhere &lt;b&gt;" in answer.content.decode()
    assert ticked(visitor) == {"Show 1", "Show 2"}


def test_the_statuses_that_count_are_chosen(visitor, shows):
    send(visitor, LIST, statuses=["dropped"])
    assert ticked(visitor) == {"Show 3"}
    assert send(visitor, LIST, statuses=[]).status_code == 400
    assert send(visitor, LIST, statuses=["loved"]).status_code == 400


def test_a_list_adds_to_what_is_ticked(owner, shows):
    keep(owner, shows, [shows[0], shows[3]])
    assert send(owner, LIST).context["result"].added == 1
    assert ticked(owner) == {"Show 1", "Show 2", "Show 4"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no list exported"),
        (b"hello", "no list exported"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><myanimelist>&a;</myanimelist>', "entities"),
        (gzip.compress(LIST)[:40], "packed file"),
        (b"<myanimelist><manga/></myanimelist>", "manga"),
    ],
    ids=["empty", "text", "entities", "cut-off", "manga"],
)
def test_what_is_no_list_gets_a_sentence_and_ticks_nothing(visitor, shows, data, sentence):
    answer = send(visitor, data)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert ticked(visitor) == set()


def test_no_file_is_asked_for(visitor, shows):
    answer = visitor.post(IMPORT, {"statuses": ["completed"]})
    assert answer.status_code == 400
    assert "This field is required" in answer.content.decode()


def test_a_file_without_end_is_not_read(visitor, shows, monkeypatch):
    monkeypatch.setattr("catalog.forms.LARGEST", 10)
    assert "larger than" in send(visitor, LIST).content.decode()


def test_a_show_may_be_called_suggest(visitor, shows):
    Show.objects.create(slug="suggest", title="Suggest!")
    assert "Suggest!" in visitor.get("/shows/suggest/").content.decode()


def test_suggestions_are_json_with_titles_and_nothing_else(visitor, shows):
    answer = visitor.get(reverse("catalog:suggest"), {"q": "show"}).json()
    assert answer == {"suggestions": [{"title": f"Show {n}", "matched": ""} for n in range(1, 5)]}
    assert visitor.get(reverse("catalog:suggest")).json() == {"suggestions": []}
