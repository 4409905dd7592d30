"""The challenge of the day: one for everybody, frozen once dealt, counted for its own day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from catalog.models import Show
from games.core import rounds
from games.core.registry import GameName
from games.models import DailyChallenge, GameResult
from games.services import choose_page, claim_results, leaderboard, play, result_page, start_run, title_page
from games.services.pages import Done
from games.session import Slot
from tests.game_catalogue import make_game_shows, player_with_account, table_of, visitor_player

pytestmark = pytest.mark.django_db

DAILY = Slot(GameName.TITLE, daily=True)


@pytest.fixture
def shows():
    return make_game_shows()


@pytest.fixture
def clock(monkeypatch):
    """Set the time that the games go by."""

    def at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    at(datetime(2026, 11, 21, 12, tzinfo=UTC))
    return at


def _finish(player, *, slot=DAILY):
    """Play to the end without an answer, and return the address of the result."""
    for _ in range(10):
        page = title_page(player, slot)
        play(player, slot, page.run.nonce, rounds.GiveUp())
        result = title_page(player, slot).run.result
        play(player, slot, title_page(player, slot).run.nonce, rounds.Next())
    return result


def test_everybody_plays_the_same(shows, clock):
    one, other = visitor_player("a" * 20), visitor_player("b" * 20)
    start_run(one, DAILY)
    start_run(other, DAILY)

    assert table_of(one.session, DAILY) == table_of(other.session, DAILY)


def test_once_dealt_it_stays_whatever_the_catalogue_does(shows, clock):
    one, other = visitor_player("a" * 20), visitor_player("b" * 20)
    start_run(one, DAILY)
    Show.objects.filter(pk__in=[show.pk for show in shows[:8]]).update(eligible_frames=0)
    start_run(other, DAILY)

    assert table_of(one.session, DAILY) == table_of(other.session, DAILY)


def test_the_next_day_has_another(shows, clock):
    player = visitor_player()
    start_run(player, DAILY)
    before = table_of(player.session, DAILY)
    clock(datetime(2026, 11, 22, 0, 1, tzinfo=UTC))
    start_run(player, DAILY)

    assert table_of(player.session, DAILY).seed != before.seed
    assert DailyChallenge.objects.count() == 2


def test_one_begun_before_midnight_counts_for_its_day(shows, clock):
    player = visitor_player()
    clock(datetime(2026, 11, 21, 23, 59, tzinfo=UTC))
    start_run(player, DAILY)
    clock(datetime(2026, 11, 22, 0, 10, tzinfo=UTC))
    _finish(player)

    assert GameResult.objects.get().day == date(2026, 11, 21)


def test_the_day_is_that_of_the_time_zone_of_the_site(shows, clock, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    clock(datetime(2026, 11, 21, 16, tzinfo=UTC))
    start_run(visitor_player(), DAILY)

    assert DailyChallenge.objects.get().day == date(2026, 11, 22)


def test_leaving_and_coming_back_goes_on_where_it_was(shows, clock):
    player = visitor_player()
    start_run(player, DAILY)
    play(player, DAILY, title_page(player, DAILY).run.nonce, rounds.GiveUp())
    before = table_of(player.session, DAILY)
    start_run(player, DAILY)

    assert table_of(player.session, DAILY) == before


def test_who_finished_is_led_to_the_result(shows, clock):
    player = visitor_player()
    start_run(player, DAILY)
    result = _finish(player)

    assert start_run(player, DAILY) == Done(result)
    assert choose_page(player).offers[0].daily_result == result


def test_the_same_challenge_in_two_browsers_counts_once(shows, clock, owner_user):
    one, other = player_with_account(owner_user), player_with_account(owner_user)
    start_run(one, DAILY)
    start_run(other, DAILY)
    first, second = _finish(one), _finish(other)

    assert first == second
    assert GameResult.objects.count() == 1


def test_days_in_a_row_are_counted(shows, clock):
    player = visitor_player()
    for day in (21, 22, 23):
        clock(datetime(2026, 11, day, 12, tzinfo=UTC))
        start_run(player, DAILY)
        _finish(player)
    assert choose_page(player).streak == 3

    clock(datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert (choose_page(player).streak, choose_page(player).best_streak) == (0, 3)


def test_the_shows_of_today_are_told_to_nobody_who_did_not_play(shows, clock):
    player = visitor_player("a" * 20)
    start_run(player, DAILY)
    result = _finish(player)
    stranger = visitor_player("b" * 20)

    assert all(played.show for played in result_page(player, result).rounds)
    assert not any(played.show for played in result_page(stranger, result).rounds)
    clock(datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert all(played.show for played in result_page(stranger, result).rounds)


def test_what_was_played_before_logging_in_becomes_the_accounts(shows, clock, owner_user):
    guest = visitor_player("a" * 20)
    start_run(guest, DAILY)
    _finish(guest)

    assert claim_results(owner_user, "a" * 20) == 1
    assert choose_page(player_with_account(owner_user)).streak == 1


def test_a_challenge_finished_with_and_without_the_account_counts_once(shows, clock, owner_user):
    guest, account = visitor_player("a" * 20), player_with_account(owner_user)
    for player in (guest, account):
        start_run(player, DAILY)
        _finish(player)

    assert claim_results(owner_user, "a" * 20) == 0
    assert GameResult.objects.filter(user=owner_user).count() == 1


def test_yesterdays_board_is_not_todays(shows, clock):
    player = visitor_player()
    start_run(player, DAILY)
    _finish(player)
    GameResult.objects.update(name="Somebody", day=timezone.localdate() - timedelta(days=1))

    assert leaderboard(player, GameName.TITLE, today=True) == []
    assert len(leaderboard(player, GameName.TITLE, today=False)) == 1
