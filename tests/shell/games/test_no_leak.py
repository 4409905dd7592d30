"""Nothing that is sent before a reveal tells the answer: not the pages, headers and addresses, not the pictures."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from PIL import Image

from catalog.models import Frame, Show
from games.core import frame, matching
from games.core.rules import Outcome
from games.models import FrameStat
from tests.game_catalogue import make_game_shows
from tests.shell.games.conftest import Table

PICTURES = re.compile(r"/games/picture/([\w-]+)/")


@pytest.fixture
def shows(db):
    return make_game_shows(files=True)


def _sent(response):
    """Every byte of an answer, with its headers and cookies."""
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{head}\n{response.cookies}\n{response.content.decode('latin-1')}"


def _telling(show):
    """What would give a show away."""
    frames = Frame.objects.filter(show=show)
    return [
        show.title.encode().decode("latin-1"),
        show.slug,
        str(show.pk),
        show.franchise.name,
        *(text for found in frames for text in (found.sha256, str(found.pk), found.image.name)),
    ]


def _assert_silent(response, shows):
    sent = _sent(response)
    found = [text for show in shows for text in _telling(show) if text in sent]
    assert found == []


def _assert_plain_pictures(table, response):
    """Look at every picture that a page shows."""
    tokens = PICTURES.findall(response.content.decode())
    answers = [table.picture(token) for token in tokens]
    assert answers
    assert all(answer.status_code == 200 for answer in answers)
    assert len({(answer["Content-Type"], len(answer.content), tuple(answer.headers)) for answer in answers}) == 1
    for answer in answers:
        _assert_silent(answer, Show.objects.all())
        assert "no-store" in answer["Cache-Control"]
        assert not {"ETag", "Last-Modified", "Content-Disposition"} & set(answer.headers)
        with Image.open(BytesIO(answer.content)) as sent:
            assert sent.size == (640, 360)
            assert not {"exif", "comment", "icc_profile"} & set(sent.info)


@pytest.mark.parametrize("how", [{}, {"way": "choices"}], ids=["typed", "choices"])
def test_naming_a_show_tells_nothing_before_the_reveal(client, shows, how):
    table = Table(client, "title")
    table.start(**how)
    for number in range(10):
        played = table.round
        assert played.outcome is Outcome.OPEN
        page = client.get(table.url())
        _assert_silent(page, [show for show in shows if show.pk not in played.choices])
        if played.choices:
            _assert_silent_of_ids(page, shows)
        if number < 2:
            _assert_plain_pictures(table, page)
        table.play(act="give up")
        table.play(act="next")
    assert table.state.at == 10


def _assert_silent_of_ids(response, shows):
    """Four titles are on the page, but nothing that links them to a frame or to their pages."""
    sent = _sent(response)
    assert [text for show in shows for text in _telling(show)[1:] if text in sent and text not in show.title] == []


def test_asking_for_hints_and_typing_wrong_titles_tells_nothing_more(client, shows):
    table = Table(client, "title")
    table.start()
    for move in ({"hint": "year"}, {"hint": "frame"}, {"answer": "Something Else Entirely"}):
        answer = table.play(**move)
        _assert_silent(answer, shows)
        _assert_silent(client.get(table.url()), shows)
    assert table.round.outcome is Outcome.OPEN


def test_finding_a_frame_tells_nothing_before_the_reveal(client, shows):
    table = Table(client, "frame")
    table.start()
    for number in range(10):
        asked = Show.objects.get(pk=table.round.show)
        page = client.get(table.url())
        _assert_silent(page, [show for show in shows if show != asked])
        assert str(asked.pk) not in _sent(page)
        if number == 0:
            _assert_plain_pictures(table, page)
        table.play(act="give up")
        table.play(act="next")
    assert table.state.at == 10


def test_cards_that_lie_face_down_tell_nothing(client, shows):
    table = Table(client, "matching")
    table.start(against="nobody")
    cards = table.state.cards
    pairs = sorted(range(12), key=lambda place: cards[place].show)
    for place in (pairs[0], pairs[2], *pairs):  # first two that are no pair, then every pair
        table.play(choice=place)
        page, state = client.get(table.url()), table.state
        found = {cards[place].show for place in matching.taken(state)}
        _assert_silent(page, [show for show in shows if show.pk not in found])
        assert len(set(PICTURES.findall(page.content.decode()))) == len(matching.visible_frames(state))
        if state.turns == 1:
            _assert_plain_pictures(table, page)
    assert matching.is_complete(table.state)


def test_a_card_that_was_turned_back_has_another_address_the_next_time(client, shows):
    table = Table(client, "matching")
    table.start(against="nobody")
    places = [0, next(place for place in range(1, 12) if table.state.cards[place].show != table.state.cards[0].show)]
    for place in places:
        table.play(choice=place)
    before = table.page().cards[0].picture.token
    table.play(act="go on")
    table.play(choice=0)

    assert table.page().cards[0].picture.token != before
    assert table.picture(before).status_code == 404


@pytest.mark.parametrize("game", ["title", "frame"])
def test_right_and_wrong_answers_take_the_same_queries(client, shows, game):
    def statements(right):
        table = Table(client, game)
        table.start(way="choices")
        played, nonce = table.round, table.page().run.nonce
        places = {
            "title": lambda: [show == played.show for show in played.choices].index(right),
            "frame": lambda: frame.right_place(played) if right else (frame.right_place(played) + 1) % 6,
        }
        with CaptureQueriesContext(connection) as made:
            client.post(table.url("play"), {"nonce": nonce, "choice": places[game]()})
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"].split("SET")[0]) for query in made]

    assert statements(right=True) == statements(right=False)


def test_right_and_wrong_titles_take_the_same_queries(title_table):
    def statements(right):
        title_table.start()
        text = Show.objects.get(pk=title_table.round.show).title if right else "Nothing Of The Kind"
        nonce = title_table.page().run.nonce
        with CaptureQueriesContext(connection) as made:
            title_table.client.post(title_table.url("play"), {"nonce": nonce, "answer": text})
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"].split("SET")[0]) for query in made]

    statements(right=True)  # titles are read into memory once
    assert statements(right=True) == statements(right=False)
    assert FrameStat.objects.aggregate(Sum("shown"), Sum("right")) == {"shown__sum": 2, "right__sum": 2}
