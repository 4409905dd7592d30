"""Results, boards and history over HTTP: what is told to whom."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from PIL import Image

from catalog.models import Show
from games.models import GameResult
from tests.game_catalogue import make_game_shows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def game_shows(db) -> list[Show]:
    return make_game_shows(12, files=True)


def _played(client, game="title", *, daily=False):
    """Play a run to its end by giving up ten times; return its public id."""
    base = f"/games/daily/{game}/" if daily else f"/games/{game}/"
    client.post(f"{base}start/")
    for act in ["give up", "next"] * 9 + ["give up"]:
        nonce = re.search(r'name="nonce" value="([^"]+)"', client.get(base).content.decode())[1]
        client.post(f"{base}play/", {"nonce": nonce, "act": act})
    return GameResult.objects.latest("pk").public_id


def _text(client, address):
    return client.get(address).content.decode()


def _titles():
    return Show.objects.values_list("title", flat=True)


def test_a_result_tells_its_player_every_round(visitor):
    text = _text(visitor, f"/games/results/{_played(visitor)}/")
    assert "0 <small>of 1000 points</small>" in text
    assert sum(f">{title}</a>" in text for title in _titles()) == 10
    assert "The network was better this time" in text


def test_what_is_shared_names_no_show(visitor):
    text = _text(visitor, f"/games/results/{_played(visitor)}/")
    shared = re.findall(r"<textarea.*?</textarea>", text, re.DOTALL)
    assert len(shared) == 2
    assert not [title for title in _titles() if any(title in words for words in shared)]


def test_todays_challenge_is_kept_secret_from_others(visitor):
    result = _played(visitor, daily=True)
    text = _text(Client(), f"/games/results/{result}/")
    assert text.count("Kept secret until you have played") == 10
    assert not [title for title in _titles() if title in text]


def test_the_picture_of_a_result_is_a_picture_without_metadata(visitor):
    response = visitor.get(f"/games/results/{_played(visitor)}/picture.png")
    image = Image.open(BytesIO(response.content))
    assert (response["Content-Type"], image.size) == ("image/png", (1200, 630))
    assert image.info == {}


def test_a_chosen_name_stands_on_the_leaderboard(visitor):
    result = _played(visitor)
    visitor.post(f"/games/results/{result}/name/", {"name": "Mika"})
    assert _text(Client(), "/games/leaderboards/?game=title").count("Mika") == 2


def test_nobody_else_can_choose_the_name(visitor):
    result = _played(visitor)
    Client().post(f"/games/results/{result}/name/", {"name": "Thief"})
    assert "Thief" not in _text(Client(), "/games/leaderboards/?game=title")


def test_a_name_cannot_become_markup(visitor):
    result = _played(visitor)
    visitor.post(f"/games/results/{result}/name/", {"name": "<b>Mika</b>"})
    assert "<b>Mika</b>" not in _text(visitor, "/games/leaderboards/")
    assert "<b>Mika</b>" not in _text(visitor, f"/games/results/{result}/")


@pytest.mark.parametrize("game", ["", "chess", "matching"])
def test_there_is_a_board_for_each_game_and_the_first_for_none(visitor, game):
    assert "Nobody yet." in _text(visitor, f"/games/leaderboards/?game={game}")


def test_history_holds_ones_own_runs_and_people_against_the_network(visitor):
    result = _played(visitor)
    text = _text(visitor, "/games/history/")
    assert f"/games/results/{result}/" in text
    assert "0\u202f% of 10" in text
    assert "100\u202f% of 10" in text


def test_history_of_somebody_else_holds_nothing_of_it(visitor):
    result = _played(visitor)
    assert result not in _text(Client(), "/games/history/")


def test_an_account_keeps_its_history(owner, other):
    result = _played(owner)
    again = Client()
    again.force_login(get_user_model().objects.get(username="owner"))
    assert result in _text(again, "/games/history/")
    assert result not in _text(other, "/games/history/")


@pytest.mark.parametrize("address", ["", "picture.png"])
def test_there_is_no_other_result(visitor, address):
    assert visitor.get(f"/games/results/nothing/{address}").status_code == 404


def test_a_days_challenge_that_was_played_leads_to_its_result(visitor):
    result = _played(visitor, daily=True)
    assert visitor.post("/games/daily/title/start/")["Location"] == f"/games/results/{result}/"
    assert f"/games/results/{result}/" in _text(visitor, "/games/")
