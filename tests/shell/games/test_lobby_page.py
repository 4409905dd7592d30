"""The page where a game is chosen, and what is said where none can be dealt."""

from __future__ import annotations

import pytest

from catalog.models import SeenList, SeenShow, Show
from tests.game_catalogue import make_game_shows

pytestmark = pytest.mark.django_db

GAMES = ("title", "matching", "frame")


def _see(visitor, shows):
    """Tick shows, as a visitor without an account does."""
    session = visitor.session
    session["owner"] = "t" * 24
    session.save()
    seen = SeenList.objects.create(token="t" * 24)
    SeenShow.objects.bulk_create(SeenShow(list=seen, show=show) for show in shows)


def test_it_names_the_games_todays_challenge_and_how_many_shows_there_are(visitor):
    make_game_shows(12)
    text = visitor.get("/games/").content.decode()
    for words in ("Name the show", "Find the pairs", "Find the frame", "Challenge No.", "From <b>12</b> shows"):
        assert words in text


def test_what_was_seen_narrows_it_and_the_page_says_so(visitor):
    shows = make_game_shows(12)
    _see(visitor, shows[:7])
    assert "From the <b>7</b> shows that you have seen" in visitor.get("/games/").content.decode()


def test_drawn_shows_are_to_be_met_first(visitor):
    shows = make_game_shows(6)
    Show.objects.filter(pk=shows[0].pk).update(is_demo=True)
    text = visitor.get("/games/").content.decode()
    assert "Nobody knows these shows yet: meet them" in text
    assert shows[0].get_absolute_url() in text


def test_without_drawn_shows_nobody_is_to_be_met(visitor):
    make_game_shows(6)
    assert "meet them" not in visitor.get("/games/").content.decode()


@pytest.mark.parametrize("game", GAMES)
def test_too_few_seen_shows_are_explained_with_how_many_are_missing_and_ways_on(visitor, game):
    shows = make_game_shows(12)
    _see(visitor, shows[:4])
    response = visitor.post(f"/games/{game}/start/")
    text = response.content.decode()
    assert response.status_code == 200
    assert "2 more are missing" in text
    assert "Tick more shows" in text
    assert '<input type="hidden" name="shows" value="all">' in text


@pytest.mark.parametrize("game", GAMES)
def test_all_shows_can_be_taken_this_once(visitor, game):
    shows = make_game_shows(12)
    _see(visitor, shows[:4])
    response = visitor.post(f"/games/{game}/start/", {"shows": "all"})
    assert (response.status_code, response["Location"]) == (303, f"/games/{game}/")


def test_frames_that_the_network_learnt_from_are_offered_where_fresh_ones_are_too_few(visitor):
    make_game_shows(12, split="train")
    text = visitor.post("/games/title/start/").content.decode()
    assert "6 more are missing" in text
    assert "Or allow frames that the network learnt from" in text
    assert visitor.post("/games/title/start/", {"learnt": "on"}).status_code == 303


@pytest.mark.parametrize("game", GAMES)
def test_a_table_without_a_run_offers_to_start_one(visitor, game):
    make_game_shows(12)
    text = visitor.get(f"/games/{game}/").content.decode()
    assert "How points are counted" in text
    assert f'action="/games/{game}/start/"' in text


def test_a_run_that_is_going_can_be_gone_on_with(visitor):
    make_game_shows(12)
    visitor.post("/games/title/start/")
    assert '<a class="button button--main" href="/games/title/">Go on</a>' in visitor.get("/games/").content.decode()


def test_the_challenge_says_that_the_filter_does_not_count(visitor):
    shows = make_game_shows(12)
    _see(visitor, shows[:2])
    assert "What you have seen does not matter here" in visitor.get("/games/daily/title/").content.decode()
    assert visitor.post("/games/daily/title/start/").status_code == 303
    assert "Which show is it?" in visitor.get("/games/daily/title/").content.decode()


def test_without_a_network_nothing_can_be_played_and_nothing_breaks(visitor):
    assert visitor.get("/games/").status_code == 200
    assert "6 more are missing" in visitor.post("/games/frame/start/").content.decode()
    assert visitor.post("/games/daily/frame/start/").status_code == 200


@pytest.mark.parametrize("address", ["/games/chess/", "/games/chess/start/", "/games/daily/chess/"])
def test_there_is_no_other_game(visitor, address):
    assert visitor.get(address).status_code == 404
