"""Name the show: what a round is worth, and that nobody gains by asking, repeating or answering twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.core import title
from games.core.hints import COST, HintKind, letters
from games.core.rounds import GiveUp, Next, Void
from games.core.rules import IllegalMove, Outcome, TooFewShows
from games.core.title import Answer, AskHint, Choose, TitleOptions, Verdict
from tests.game_candidates import make_candidates, seeds, tried

RIGHT = Answer("the one", Verdict.RIGHT)
WRONG = [Answer(f"wrong {number}", Verdict.WRONG) for number in range(3)]


def _play(state, *moves):
    for move in moves:
        state = title.play(state, move)
    return state


def _deal(**options):
    return title.deal("seed", make_candidates(), TitleOptions(**options))


def test_ten_rounds_show_ten_shows():
    state = _deal()

    assert len({played.show for played in state.rounds}) == 10


@pytest.mark.parametrize(("shows", "rounds"), [(6, 10), (9, 10), (12, 10)])
def test_with_few_shows_they_come_again_with_another_frame(shows, rounds):
    state = title.deal("seed", make_candidates(shows), TitleOptions())

    assert len({played.drawn.frame for played in state.rounds}) == rounds


def test_five_shows_are_too_few():
    with pytest.raises(TooFewShows) as few:
        title.deal("seed", make_candidates(5), TitleOptions())

    assert (few.value.needed, few.value.found) == (6, 5)


@pytest.mark.parametrize(("before", "points"), [(0, 100), (1, 60), (2, 30)])
def test_a_later_try_is_worth_less(before, points):
    state = _play(_deal(), *WRONG[:before], RIGHT)

    assert (state.rounds[0].outcome, state.rounds[0].points) == (Outcome.RIGHT, points)


def test_three_wrong_tries_end_the_round():
    state = _play(_deal(), *WRONG)

    assert (state.rounds[0].outcome, state.rounds[0].points) == (Outcome.WRONG, 0)


@pytest.mark.parametrize("verdict", [Verdict.SEASON, Verdict.NEARLY])
def test_what_is_almost_right_costs_no_try(verdict):
    state = _play(_deal(), Answer("close", verdict), RIGHT)

    assert state.rounds[0].points == 100


def test_nobody_tries_for_ever():
    state = _deal()
    for number in range(title.MOST_TRIES):
        state = title.play(state, Answer(f"close {number}", Verdict.NEARLY))

    assert state.rounds[0].outcome is Outcome.WRONG


@pytest.mark.parametrize(
    ("before", "move"),
    [
        ([], Next()),
        ([RIGHT], RIGHT),
        ([RIGHT], AskHint(HintKind.YEAR)),
        ([WRONG[0]], Answer("WRONG 0", Verdict.WRONG)),
        ([], Answer("  ", Verdict.WRONG)),
        ([], Choose(0)),
    ],
)
def test_what_the_rules_do_not_allow_is_refused_in_a_sentence(before, move):
    with pytest.raises(IllegalMove, match=r"\.$"):
        _play(_deal(), *before, move)


def test_four_choices_are_of_four_franchises_and_hold_the_right_one_and_what_the_network_mixes_up():
    state = title.deal("seed", make_candidates(24, franchises=12), TitleOptions(choices=True))

    for played in state.rounds:
        assert played.show in played.choices
        assert len({show % 12 for show in played.choices}) == 4
        confused = {guess.show for guess in played.drawn.guesses} - {played.show}
        assert confused <= set(played.choices)


def test_a_wrong_choice_ends_the_round():
    state = _deal(choices=True)
    wrong = next(place for place, show in enumerate(state.rounds[0].choices) if show != state.rounds[0].show)

    assert title.play(state, Choose(wrong)).rounds[0].outcome is Outcome.WRONG


def test_a_frame_that_is_gone_counts_for_nobody():
    state = _play(_deal(), Void())

    assert state.rounds[0].points == 0
    assert title.network_points(state.rounds[0]) is None


def test_the_network_scores_by_the_same_rules():
    first, second = _play(_deal(), GiveUp()).rounds[0], _play(_deal(), GiveUp()).rounds[0]
    swapped = replace(second, drawn=replace(second.drawn, guesses=second.drawn.guesses[::-1]))

    assert (title.network_points(first), title.network_points(swapped)) == (100, 60)


def test_a_show_that_the_network_does_not_know_does_not_count_against_it():
    played = _play(_deal(), GiveUp()).rounds[0]

    assert title.network_points(replace(played, drawn=replace(played.drawn, knows=False))) is None


def test_the_next_frame_is_seen_only_after_the_reveal():
    state = _deal()
    revealed = _play(state, RIGHT)

    assert title.visible_frames(state) == (state.rounds[0].drawn.frame,)
    assert state.rounds[1].drawn.frame in title.visible_frames(revealed)
    assert state.rounds[2].drawn.frame not in title.visible_frames(revealed)


def test_the_second_frame_is_seen_once_it_was_asked_for():
    state = _deal()
    second = state.rounds[0].second

    assert second.frame not in title.visible_frames(state)
    assert second.frame in title.visible_frames(_play(state, AskHint(HintKind.FRAME)))


def test_letters_are_told_one_in_four():
    assert letters("Moss After the Rain") == "M___ A___r ___ R___"


moves = st.one_of(
    st.builds(Answer, st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(list(Verdict))),
    st.builds(Choose, st.integers(-1, 4)),
    st.builds(AskHint, st.sampled_from(list(HintKind))),
    st.just(GiveUp()),
    st.just(Next()),
)


@tried
@given(seeds, st.booleans(), st.sets(st.sampled_from(list(HintKind))), st.integers(0, 2))
def test_a_score_never_rises_by_asking_hints(seed, choices, kinds, wrong):
    state = title.deal(seed, make_candidates(), TitleOptions(choices=choices))
    if not choices:
        state = _play(state, *WRONG[:wrong])
    worth = title.worth(state.rounds[0])
    for kind in kinds:
        state = title.play(state, AskHint(kind))
        assert 0 < title.worth(state.rounds[0]) < worth
        worth = title.worth(state.rounds[0])


@tried
@given(seeds, st.booleans(), st.lists(moves, max_size=40))
def test_a_seeded_run_replays_to_the_same_state(seed, choices, attempts):
    def run():
        state = title.deal(seed, make_candidates(), TitleOptions(choices=choices))
        for move in attempts:
            try:
                state = title.play(state, move)
            except IllegalMove:
                continue
        return state

    assert run() == run()


@tried
@given(seeds, st.lists(moves, max_size=60))
def test_whatever_is_tried_points_stay_in_bounds_and_rounds_that_ended_stay_as_they_were(seed, attempts):
    state = title.deal(seed, make_candidates(), TitleOptions())
    for move in attempts:
        before = state
        try:
            state = title.play(state, move)
        except IllegalMove:
            assert state == before
        assert all(0 <= played.points <= 100 for played in state.rounds)
        for was, now in zip(before.rounds, state.rounds, strict=True):
            assert was.outcome is Outcome.OPEN or now == was


def test_all_hints_together_leave_something():
    assert 100 - sum(COST.values()) > 0
