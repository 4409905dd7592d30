"""What players tell the curators reaches the admin, and an answer that should count counts from then on."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from catalog.models import Alias
from catalog.services import judge_title
from games.core import rounds
from games.core.registry import GameName
from games.models import Appeal, Report
from games.services import TypedTitle, accept_appeals, appeal, play, refuse_appeals, report_frame, start_run, title_page
from games.services.complaints import ENOUGH, NOTHING, THANKS
from games.session import Slot
from tests.game_catalogue import make_game_shows, table_of, visitor_player

pytestmark = pytest.mark.django_db

TITLE = Slot(GameName.TITLE)
TYPED = "Pale Amber Lantern Tales"


@pytest.fixture
def player():
    make_game_shows()
    player = visitor_player()
    start_run(player, TITLE)
    return player


def _nonce(player):
    return title_page(player, TITLE).run.nonce


def _miss(player):
    """Type something that does not count, and give up."""
    play(player, TITLE, _nonce(player), TypedTitle(TYPED))
    play(player, TITLE, _nonce(player), rounds.GiveUp())


def _appeal(player):
    return appeal(player, TITLE, _nonce(player)).message


def _report(player, reason="broken"):
    return report_frame(player, TITLE, _nonce(player), reason).message


def test_a_title_that_should_have_counted_is_written_down(player):
    _miss(player)

    assert _appeal(player) == THANKS
    asked = Appeal.objects.get()
    assert (asked.text, asked.show_id, asked.state) == (TYPED, table_of(player.session, TITLE).rounds[0].show, "open")
    assert title_page(player, TITLE).reveal.appealed


def test_asking_twice_is_one_appeal(player):
    _miss(player)
    _appeal(player)

    assert _appeal(player) == NOTHING
    assert Appeal.objects.get().votes == 1


@pytest.mark.parametrize("moves", [[], [rounds.GiveUp()]], ids=["before the reveal", "nothing typed"])
def test_there_is_nothing_to_ask_for_without_a_title_that_missed(player, moves):
    for move in moves:
        play(player, TITLE, _nonce(player), move)

    assert _appeal(player) == NOTHING


def test_an_accepted_title_counts_from_then_on(player, django_capture_on_commit_callbacks):
    _miss(player)
    _appeal(player)
    show = Appeal.objects.get().show
    assert not judge_title(show.pk, TYPED).names_show

    with django_capture_on_commit_callbacks(execute=True):
        assert accept_appeals(Appeal.objects.all()) == 1

    assert judge_title(show.pk, TYPED).names_show
    assert Alias.objects.filter(show=show, text=TYPED).exists()


def test_a_refused_title_does_not_count(player):
    _miss(player)
    _appeal(player)

    assert refuse_appeals(Appeal.objects.all()) == 1
    assert not Alias.objects.filter(text=TYPED).exists()


def test_a_frame_is_reported_once_by_each(player):
    _miss(player)

    assert _report(player) == THANKS
    assert _report(player) == THANKS
    assert Report.objects.count() == 1
    assert title_page(player, TITLE).reveal.reported


def test_a_report_before_the_reveal_or_for_no_reason_is_none(player):
    assert _report(player) == NOTHING
    _miss(player)
    assert _report(player, reason="because") == NOTHING
    assert Report.objects.count() == 0


def test_somebody_who_complains_all_day_is_asked_to_stop(player, monkeypatch):
    monkeypatch.setattr("games.services.complaints.A_DAY", 1)
    _miss(player)
    _report(player)

    assert _report(player) == ENOUGH


def test_curators_see_both_and_decide(client, player):
    _miss(player)
    _appeal(player)
    _report(player)
    client.force_login(get_user_model().objects.create_superuser("curator", password="curator"))

    appeals = client.get(reverse("admin:games_appeal_changelist"))
    assert TYPED in appeals.content.decode()
    assert client.get(reverse("admin:games_report_changelist")).status_code == 200
    chosen = {"action": "accept", "_selected_action": [Appeal.objects.get().pk]}
    client.post(reverse("admin:games_appeal_changelist"), chosen)
    client.post(
        reverse("admin:games_report_changelist"), {"action": "close", "_selected_action": [Report.objects.get().pk]}
    )

    assert (Appeal.objects.get().state, Report.objects.get().state) == ("accepted", "done")


@pytest.mark.parametrize("model", ["gameresult", "dailychallenge", "framestat", "report", "appeal"])
def test_every_list_of_the_admin_opens(client, player, model):
    client.force_login(get_user_model().objects.create_superuser("curator", password="curator"))

    assert client.get(reverse(f"admin:games_{model}_changelist")).status_code == 200
