"""What comes twice, late, out of order, or from where nobody should be: each has one answer."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from catalog.models import Frame, Show
from catalog.services import delete_frames
from games import session as games_session
from games.core import codec
from games.core.rules import Outcome
from games.models import FrameStat, GameResult
from games.services.playing import EARLIER_PAGE, TAKEN_AWAY
from games.services.runs import OUTDATED
from tests.shell.games.conftest import Table


@pytest.fixture
def table(title_table):
    title_table.start(way="choices")
    return title_table


def _right(table):
    return table.round.choices.index(table.round.show)


def _says(response, sentence):
    """Whether the page that a post leads to says something."""
    page = Client.get(response.client, response.url) if response.status_code == 303 else response
    return sentence.replace("'", "&#x27;") in page.content.decode()


def test_a_post_sent_again_changes_nothing(table):
    nonce, right = table.page().run.nonce, _right(table)
    table.play(nonce, choice=right)
    before = table.state
    again = table.play(nonce, choice=(right + 1) % 4)

    assert table.state == before
    assert again.status_code == 303
    assert FrameStat.objects.get(pk=table.round.drawn.frame).shown == 1


def test_a_button_pressed_twice_is_passed_over_in_silence(table):
    nonce = table.page().run.nonce
    table.play(nonce, choice=0)

    assert not _says(table.play(nonce, choice=0), EARLIER_PAGE)


def test_an_older_page_is_told_so_and_changes_nothing(table):
    """The back button, or another tab."""
    nonce = table.page().run.nonce
    table.play(nonce, choice=0)
    table.play(act="next")
    before = table.state

    assert _says(table.play(nonce, choice=1), EARLIER_PAGE)
    assert table.state == before


@pytest.mark.parametrize("nonce", ["", "x", "ü" * 40])
def test_a_nonce_that_was_never_given_moves_nothing(table, nonce):
    before = table.state
    table.play(nonce, choice=0)

    assert table.state == before


def test_next_before_the_answer_is_refused(table):
    before = table.state
    table.play(act="next")

    assert table.state == before


def test_a_round_that_ended_cannot_be_answered_again(table):
    table.play(choice=(_right(table) + 1) % 4)
    table.play(choice=_right(table))

    assert (table.round.outcome, table.round.points) == (Outcome.WRONG, 0)


def test_a_second_start_in_another_tab_leaves_the_first_tab_behind(table):
    nonce = table.page().run.nonce
    table.start(way="choices")
    before = table.state

    assert _says(table.play(nonce, choice=0), EARLIER_PAGE)
    assert table.state == before


def test_a_reload_shows_the_same_round_and_the_same_addresses(table):
    first, second = table.page(), table.page()

    assert first.picture.token == second.picture.token
    assert [show.pk for show in first.choices] == [show.pk for show in second.choices]


def test_an_expired_run_is_told_and_another_can_be_started(table):
    Session.objects.exclude(pk=table.client.session.session_key).delete()
    answer = table.play("any", choice=0)
    assert answer.status_code == 303
    assert _says(answer, "no longer here")

    table.start(way="choices")
    assert table.round.outcome is Outcome.OPEN


def test_a_run_from_before_an_update_is_told_so(table, monkeypatch):
    monkeypatch.setattr("games.core.codec.FORMAT", codec.FORMAT + 1)

    assert OUTDATED in table.client.get(table.url()).content.decode()


def test_without_any_run_a_move_leads_to_the_start(client, shows):
    answer = Table(client, "title").play("any", choice=0)

    assert answer.status_code == 303
    assert client.get(answer.url).status_code == 200


def test_a_frame_deleted_in_the_middle_ends_the_round_for_nobody(table):
    delete_frames(Frame.objects.filter(pk=table.round.drawn.frame))
    assert table.page().gone

    answer = table.play(choice=_right(table))

    assert _says(answer, TAKEN_AWAY)
    assert (table.round.outcome, table.round.points) == (Outcome.GONE, 0)
    assert not FrameStat.objects.filter(shown__gt=0).exists()
    table.play(act="next")
    assert table.state.at == 1


def test_a_round_whose_frame_is_gone_can_be_left_without_an_answer(table):
    Frame.objects.filter(pk=table.round.drawn.frame).delete()
    table.play(act="next")

    assert table.state.at == 1
    assert table.state.rounds[0].outcome is Outcome.GONE


def test_a_show_taken_off_the_list_in_the_middle_is_not_named(table):
    Show.objects.filter(pk=table.round.show).update(is_listed=False)
    table.play(choice=_right(table))

    assert table.round.outcome is Outcome.GONE
    assert table.page().reveal is None


def test_a_picture_is_sent_only_to_the_session_that_it_was_given_to(title_table, make_files):
    title_table.start()
    token = title_table.page().picture.token

    assert title_table.picture(token).status_code == 200
    assert Client().get(reverse("games:picture", args=[token])).status_code == 404


@pytest.mark.parametrize("token", ["x", "tr", "trAAAAAAAAAAAAAAAAAAAAAA", "zz" + "A" * 22])
def test_a_token_that_was_never_given_is_no_picture(table, token):
    assert table.picture(token).status_code == 404


def test_the_frame_of_a_later_round_has_no_address_yet(title_table):
    title_table.start()
    session = title_table.client.session
    run = Session.objects.get(pk=session["games"]["tr"]).get_decoded()["run"]

    assert list(run["pictures"].values()) == [title_table.round.drawn.frame]


def test_an_address_expires_and_the_page_makes_another(title_table, make_files, monkeypatch):
    title_table.start()
    old = title_table.page().picture.token
    monkeypatch.setattr(games_session, "TOKEN_SECONDS", -1)
    assert title_table.picture(old).status_code == 404
    new = title_table.page().picture.token
    monkeypatch.setattr(games_session, "TOKEN_SECONDS", 3600)

    assert new != old
    assert title_table.picture(new).status_code == 200


def test_the_picture_of_a_round_that_is_over_is_no_longer_sent(title_table, make_files):
    title_table.start()
    token = title_table.page().picture.token
    title_table.play(act="give up")
    title_table.play(act="next")

    assert title_table.picture(token).status_code == 404


def test_a_run_counts_once(table):
    for _ in range(10):
        table.play(choice=_right(table))
        last = table.page().run.nonce
        table.play(act="next")
    table.play(last, act="next")

    assert GameResult.objects.count() == 1


def test_another_page_that_saves_the_session_takes_no_move_back(table):
    """A slow upload that began before a move, say, writes its older copy of the session at the end."""
    older = table.client.session
    table.play(choice=(_right(table) + 1) % 4)
    older["something"] = "else"
    older.save()

    assert table.round.outcome is Outcome.WRONG
