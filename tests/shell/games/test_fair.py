"""What games are drawn from: approved frames of listed shows, new to the network, of what the player has seen."""

from __future__ import annotations

import pytest

from catalog.core.frames import BLURRED, DARK
from catalog.models import Frame, Show
from catalog.services import tick_shows
from classifier.models import FrameScore, ModelVersion
from games.core import frame, matching, rounds, title
from games.core.registry import GameName, Mode
from games.core.rules import Level
from games.models import FrameStat
from games.services import choose_page, matching_page, play, start_run, title_page
from games.services.drawing import Pool, draw_candidates
from games.services.pages import NoRun, TooFew
from games.session import Slot
from tests.game_catalogue import make_game_shows, make_version, table_of, visitor_player

pytestmark = pytest.mark.django_db

TITLE, MATCHING, FRAME = Slot(GameName.TITLE), Slot(GameName.MATCHING), Slot(GameName.FRAME)


@pytest.fixture
def shows():
    return make_game_shows()


@pytest.fixture
def player(shows):
    return visitor_player()


def _pool(**fields):
    return Pool(**{"version": ModelVersion.objects.active("show"), "seen": None, "learnt": False} | fields)


def _drawn_frames(pool=None, times=5):
    drawn = [one for seed in range(times) for one in draw_candidates(pool or _pool(), 24, str(seed))]
    return {found.frame for one in drawn for found in one.frames}


def test_every_show_that_can_be_drawn_is(shows):
    assert {one.show for one in draw_candidates(_pool(), 24, "seed")} == {show.pk for show in shows}


def test_frames_of_one_show_are_different(shows):
    for one in draw_candidates(_pool(), 24, "seed"):
        assert len({found.frame for found in one.frames}) == len(one.frames) >= 2


def test_over_time_every_frame_comes_up(shows):
    assert len(_drawn_frames(times=60)) == 48


@pytest.mark.parametrize(
    "change",
    [
        {"status": Frame.Status.PENDING},
        {"status": Frame.Status.REJECTED},
        {"deleted_at": "2026-01-01T00:00:00Z"},
    ],
    ids=["pending", "rejected", "deleted"],
)
def test_frames_that_no_curator_let_through_are_not_drawn(shows, change):
    hidden = set(Frame.objects.filter(time=0).values_list("pk", flat=True))
    Frame.objects.filter(pk__in=hidden).update(**change)

    assert not _drawn_frames() & hidden


@pytest.mark.parametrize("flag", [DARK, BLURRED])
def test_frames_that_nobody_could_know_are_not_drawn(shows, flag):
    unfit = set(Frame.objects.filter(time__lt=120).values_list("pk", flat=True))
    Frame.objects.filter(pk__in=unfit).update(flags=[flag])
    drawn = _drawn_frames()

    assert drawn
    assert not drawn & unfit


def test_near_copies_make_no_pair(shows):
    Frame.objects.filter(show=shows[0]).update(phash="00ff00ff00ff00ff")

    counts = {one.show: len(one.frames) for one in draw_candidates(_pool(), 24, "seed")}

    assert counts.pop(shows[0].pk) == 1
    assert min(counts.values()) > 1


def test_shows_that_are_not_listed_or_have_a_single_frame_are_not_drawn(shows):
    Show.objects.filter(pk=shows[0].pk).update(is_listed=False)
    Show.objects.filter(pk=shows[1].pk).update(eligible_frames=1)

    assert not {shows[0].pk, shows[1].pk} & {one.show for one in draw_candidates(_pool(), 24, "seed")}


@pytest.mark.parametrize("split", ["train", "val"])
def test_frames_that_the_network_learnt_from_need_the_switch(shows, split):
    learnt = set(Frame.objects.filter(time=0).values_list("pk", flat=True))
    FrameScore.objects.filter(frame__in=learnt).update(split=split)

    assert not _drawn_frames() & learnt
    assert _drawn_frames(_pool(learnt=True), times=20) & learnt


def test_frames_that_the_network_never_saw_need_none(shows):
    FrameScore.objects.update(split="")

    assert _drawn_frames()


def test_only_the_active_version_plays(shows):
    ModelVersion.objects.update(state=ModelVersion.State.RETIRED)
    make_version("newer")

    assert draw_candidates(_pool(), 24, "seed") == []


def test_without_any_network_there_is_nothing_to_play_with():
    assert start_run(visitor_player(), TITLE) == TooFew(needed=6, found=0, seen_only=False, learnt=False)


def test_while_the_network_looks_at_the_frames_it_is_said_that_more_come(shows, client):
    FrameScore.objects.all().delete()

    assert start_run(visitor_player(), TITLE).more_to_come
    assert "The network is still looking at the frames." in client.get("/games/").text


def test_once_it_has_looked_at_all_nobody_is_told_to_wait(shows, client):
    FrameScore.objects.update(split="train")

    assert not start_run(visitor_player(), TITLE).more_to_come
    assert "still looking" not in client.get("/games/").text


@pytest.mark.parametrize("slot", [TITLE, MATCHING, FRAME], ids=str)
@pytest.mark.parametrize("ticked", [0, 1, 5, 6])
def test_the_seen_filter_is_honoured_or_says_what_is_missing(shows, player, slot, ticked):
    tick_shows(player.user, player.token, Show.objects.filter(pk__in=[show.pk for show in shows[:ticked]]))
    dealt = start_run(player, slot)

    if ticked in (1, 5):
        assert dealt == TooFew(needed=6, found=ticked, seen_only=True, learnt=False)
        assert dealt.missing == 6 - ticked
        assert start_run(player, slot, all_shows=True) is None
    else:
        assert dealt is None
        allowed = {show.pk for show in shows[: ticked or None]}
        assert {found.show_id for found in Frame.objects.filter(pk__in=_frames_of(player, slot))} <= allowed


def _frames_of(player, slot):
    state = table_of(player.session, slot)
    if isinstance(state, matching.MatchingState):
        return [card.frame for card in state.cards]
    if isinstance(state, title.TitleState):
        return [played.drawn.frame for played in state.rounds]
    return [choice.drawn.frame for played in state.rounds for choice in played.choices]


def test_the_daily_challenge_takes_no_notice_of_the_filter(shows, player):
    tick_shows(player.user, player.token, Show.objects.filter(pk=shows[0].pk))

    assert start_run(player, Slot(GameName.TITLE, daily=True)) is None


def test_the_choosing_page_says_with_how_many_shows(shows, player):
    assert (choose_page(player).shows, choose_page(player).shows_enough) == (12, True)
    tick_shows(player.user, player.token, Show.objects.filter(pk=shows[0].pk))
    assert (choose_page(player).shows, choose_page(player).shows_enough) == (1, False)


def test_a_show_that_the_network_does_not_know_is_no_point_for_it_nor_against_it(shows, player):
    FrameScore.objects.update(knows=False)
    start_run(player, TITLE)
    page = title_page(player, TITLE)
    play(player, TITLE, page.run.nonce, rounds.GiveUp())
    page = title_page(player, TITLE)

    assert (page.reveal.network_knows, page.reveal.network_points) == (False, None)
    assert FrameStat.objects.get(shown=1).network_shown == 0


def test_the_reveal_says_whether_the_network_learnt_from_the_frame(shows, player):
    FrameScore.objects.update(split="train")
    start_run(player, TITLE, title.TitleOptions(learnt=True))
    page = title_page(player, TITLE)
    play(player, TITLE, page.run.nonce, rounds.GiveUp())

    assert title_page(player, TITLE).reveal.learnt_from


def test_no_network_runs_during_a_game(shows, player, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("classifier.services.network.load_network", refuse)
    for slot, options in ((TITLE, title.TitleOptions()), (FRAME, frame.FrameOptions(level=Level.HARD))):
        assert start_run(player, slot, options) is None
    assert start_run(player, MATCHING, matching.MatchingOptions(Level.HARD)) is None
    assert not isinstance(matching_page(player, MATCHING), NoRun)


def test_hard_is_made_of_what_people_got_wrong(shows, player):
    hard = [show.pk for show in shows[:6]]
    for found in Frame.objects.all():
        FrameStat.objects.create(frame=found, shown=50, right=0 if found.show_id in hard else 50)
    start_run(player, TITLE, title.TitleOptions(level=Level.HARD))

    assert {played.show for played in table_of(player.session, TITLE).rounds[:6]} & set(hard)


def test_practice_goes_on_and_leaves_no_result(shows, player):
    start_run(player, TITLE, mode=Mode.PRACTICE)
    for _ in range(10):
        for move in (rounds.GiveUp(), rounds.Next()):
            play(player, TITLE, title_page(player, TITLE).run.nonce, move)
    page = title_page(player, TITLE)

    assert (page.run.number, page.run.result, page.reveal) == (11, "", None)
    assert player.user.is_anonymous
    assert choose_page(player).streak == 0
