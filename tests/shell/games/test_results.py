"""Results: kept once, named by whoever played, ranked fairly, and told to others without spoiling."""

from __future__ import annotations

import pytest

from catalog.models import Show
from catalog.services import tick_shows
from classifier.models import FrameScore
from games.core import matching, rounds, title
from games.core.registry import GameName
from games.core.rules import Level
from games.models import FrameStat, GameResult
from games.services import (
    BadName,
    choose_name,
    leaderboard,
    matching_page,
    play,
    result_page,
    start_run,
    statistics_page,
    title_page,
)
from games.services.counting import RANKED_A_DAY
from games.session import Slot
from tests.game_catalogue import make_game_shows, player_with_account, table_of, visitor_player

pytestmark = pytest.mark.django_db

TITLE, MATCHING = Slot(GameName.TITLE), Slot(GameName.MATCHING)


@pytest.fixture
def shows():
    return make_game_shows()


@pytest.fixture
def player(shows):
    return visitor_player()


def _finish(player, *, right=10, **how):
    """Play four choices to the end, so many of them right, and return the address of the result."""
    start_run(player, TITLE, title.TitleOptions(choices=True, **how))
    for number in range(10):
        played = table_of(player.session, TITLE).rounds[number]
        place = played.choices.index(played.show)
        move = title.Choose(place if number < right else (place + 1) % 4)
        play(player, TITLE, title_page(player, TITLE).run.nonce, move)
        result = title_page(player, TITLE).run.result
        play(player, TITLE, title_page(player, TITLE).run.nonce, rounds.Next())
    return result


def test_a_result_says_what_was_scored(player):
    page = result_page(player, _finish(player, right=7))

    assert (page.score, page.best_possible, page.network_score, page.compared) == (350, 500, 500, 10)
    assert [played.points for played in page.rounds] == [50] * 7 + [0] * 3
    assert (page.own, page.ranked) == (True, True)


def test_rounds_that_the_network_does_not_know_are_left_out_of_the_comparison(shows, player):
    FrameScore.objects.filter(show__in=[show.pk for show in shows[:11]]).update(knows=False)
    page = result_page(player, _finish(player))

    assert page.compared <= 1
    assert page.own_compared == page.network_score == 50 * page.compared


def test_texts_to_pass_on_name_no_show(shows, player):
    page = result_page(player, _finish(player, right=3))
    texts = page.share.symbols + page.share.words + page.share.picture_alt

    assert not [show.title for show in shows if show.title in texts]
    assert "3 of 10 right" in page.share.words
    assert "●●●×××××××" in page.share.symbols


def test_there_is_no_result_at_an_address_that_nobody_was_given(player):
    assert result_page(player, "nothing") is None


@pytest.mark.parametrize(
    ("how", "seen", "ranked"),
    [
        ({}, False, True),
        ({"level": Level.HARD}, False, True),
        ({"level": Level.EASY}, False, False),
        ({"learnt": True}, False, False),
        ({}, True, False),
    ],
    ids=["plain", "hard", "easy", "learnt", "seen"],
)
def test_only_what_is_alike_for_all_is_ranked(shows, player, how, seen, ranked):
    if seen:
        tick_shows(player.user, player.token, Show.objects.all())

    assert result_page(player, _finish(player, **how)).ranked is ranked


def test_a_board_holds_the_best_of_each_who_chose_a_name(shows, player):
    other = visitor_player("b" * 24)
    for who, name, right in ((player, "Ann", 3), (player, "Ann", 8), (other, "Bob", 5), (other, "", 10)):
        choose_name(who, _finish(who, right=right), name)
    board = leaderboard(player, GameName.TITLE, today=True)

    assert [(row.rank, row.name, row.score, row.own) for row in board] == [
        (1, "Ann", 400, True),
        (2, "Bob", 250, False),
    ]
    assert leaderboard(player, GameName.FRAME, today=True) == []


@pytest.mark.parametrize(
    "name", ["x", "y" * 21, "<b>bold</b>", "a\u202eb", "https://example.org", "🙂🙂", "12", "SNN", "Admin"]
)
def test_a_name_that_cannot_stand_there_is_refused_in_a_sentence(player, name):
    result = _finish(player)

    with pytest.raises(BadName, match=r"\.$"):
        choose_name(player, result, name)


@pytest.mark.parametrize(("name", "kept"), [("  Ann   Lee ", "Ann Lee"), ("ゆき", "ゆき"), ("", "")])
def test_a_name_is_kept_tidily(player, name, kept):
    result = _finish(player)
    choose_name(player, result, name)

    assert (result_page(player, result).name, result_page(player, result).usual_name) == (kept, kept)


def test_nobody_takes_the_name_of_somebody_else(player, owner_user):
    choose_name(player, _finish(player), "Ann")
    other = player_with_account(owner_user)
    result = _finish(other)

    with pytest.raises(BadName, match="Somebody else"):
        choose_name(other, result, "ann")
    with pytest.raises(BadName, match="looks like it"):
        choose_name(other, result, "Ánn")


def test_nobody_fills_a_board_with_made_up_people(shows, player, monkeypatch):
    monkeypatch.setattr("games.services.results.NAMES_A_DAY", 2)
    names = [(visitor_player(token * 24), name) for token, name in (("a", "Ann"), ("b", "Bob"), ("c", "Cid"))]
    for who, name in names[:2]:
        choose_name(who, _finish(who), name)
    who, name = names[2]

    with pytest.raises(BadName, match="tomorrow"):
        choose_name(who, _finish(who), name)


def test_the_name_of_an_account_is_offered_to_it_and_to_nobody_else(player, owner_user):
    owner_user.display_name = "Moon Rabbit"
    owner_user.save()
    owner = player_with_account(owner_user)

    assert result_page(owner, _finish(owner)).usual_name == "Moon Rabbit"
    with pytest.raises(BadName, match="Somebody else"):
        choose_name(player, _finish(player), "moon rabbit")


def test_nobody_names_the_result_of_somebody_else(player):
    result = _finish(player)
    stranger = visitor_player("b" * 24)

    with pytest.raises(BadName):
        choose_name(stranger, result, "Bob")
    assert not result_page(stranger, result).own


def test_somebody_without_a_token_owns_nothing(player):
    nobody = visitor_player("")
    result = _finish(nobody)

    assert not result_page(nobody, result).own
    with pytest.raises(BadName):
        choose_name(nobody, result, "Nobody")


def test_too_many_results_in_a_day_are_no_longer_ranked(player, monkeypatch):
    monkeypatch.setattr("games.services.counting.RANKED_A_DAY", 1)

    assert result_page(player, _finish(player)).ranked
    assert not result_page(player, _finish(player)).ranked
    assert RANKED_A_DAY > 10


def test_people_and_the_network_are_compared_on_the_same_frames(shows, player):
    _finish(player, right=6)
    page = statistics_page(player)

    assert (page.overall.people_shown, page.overall.people_right) == (10, 6)
    assert (page.overall.network_shown, page.overall.network_right) == (10, 10)
    assert sum(comparison.people_shown for _, comparison in page.by_show) == 10
    assert (page.runs, page.beaten, len(page.history)) == (1, 0, 1)


def test_a_deck_alone_ends_with_turns_and_points(shows, player):
    start_run(player, MATCHING, matching.MatchingOptions())
    cards = table_of(player.session, MATCHING).cards
    for place in sorted(range(12), key=lambda place: cards[place].show):
        play(player, MATCHING, matching_page(player, MATCHING).run.nonce, matching.Turn(place))
    page = matching_page(player, MATCHING)
    result = result_page(player, page.run.result)

    assert (page.complete, page.perfect, page.pairs) == (True, True, 6)
    assert (result.score, result.turns, result.ranked, result.rounds) == (1000, 6, True, ())
    assert FrameStat.objects.count() == 0


def test_deleting_an_account_takes_its_results_along(shows, owner_user):
    player = player_with_account(owner_user)
    _finish(player)
    owner_user.delete()

    assert GameResult.objects.count() == 0
