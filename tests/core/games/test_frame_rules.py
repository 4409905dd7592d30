"""Find the frame: six frames of six franchises, near or far by their embeddings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.core import frame
from games.core.frame import FrameOptions, Pick
from games.core.rounds import GiveUp, Next
from games.core.rules import IllegalMove, Level, Outcome, TooFewShows
from tests.game_candidates import make_candidates, seeds, tried


def _deal(seed="seed", shows=24, level=Level.NORMAL, embeddings=None):
    return frame.deal(seed, make_candidates(shows), FrameOptions(level=level), embeddings)


def _on_a_circle(shows):
    """Embeddings by which shows with near numbers look alike."""
    angles = {
        drawn.frame: candidate.show / shows * np.pi
        for candidate in make_candidates(shows)
        for drawn in candidate.frames
    }
    return {key: np.array([np.cos(angle), np.sin(angle)], dtype=np.float32) for key, angle in angles.items()}


@tried
@given(seeds, st.integers(6, 30), st.sampled_from(list(Level)))
def test_six_frames_are_of_six_franchises_and_one_is_right(seed, shows, level):
    franchises = max(6, shows // 2)
    candidates = make_candidates(shows, franchises=franchises)
    for played in frame.deal(seed, candidates, FrameOptions(level=level)).rounds:
        assert len({choice.show % franchises for choice in played.choices}) == 6
        assert [choice.show for choice in played.choices].count(played.show) == 1


def test_five_franchises_are_too_few():
    with pytest.raises(TooFewShows):
        frame.deal("seed", make_candidates(20, franchises=5), FrameOptions())


def test_hard_frames_look_nearer_than_easy_ones():
    def distance(level):
        rounds = _deal(level=level, embeddings=_on_a_circle(24)).rounds
        return np.mean([abs(choice.show - played.show) for played in rounds for choice in played.choices])

    assert distance(Level.HARD) < distance(Level.NORMAL) < distance(Level.EASY)


def test_no_frame_comes_up_in_two_rounds_where_there_are_enough():
    frames = [choice.drawn.frame for played in _deal(shows=24).rounds for choice in played.choices]
    assert len(set(frames)) == len(frames) == 60


@tried
@given(seeds, st.integers(6, 14))
def test_a_frame_that_is_asked_for_was_never_told_before(seed, shows):
    told = set()
    for played in _deal(seed, shows).rounds:
        assert played.choices[frame.right_place(played)].drawn.frame not in told
        told |= {choice.drawn.frame for choice in played.choices}


@pytest.mark.parametrize(("wrong", "points"), [(0, 100), (1, 40)])
def test_the_second_pick_is_worth_less(wrong, points):
    state = _deal()
    right = frame.right_place(state.rounds[0])
    for place in [place for place in range(6) if place != right][:wrong]:
        state = frame.play(state, Pick(place))
    state = frame.play(state, Pick(right))

    assert (state.rounds[0].outcome, state.rounds[0].points) == (Outcome.RIGHT, points)


def test_two_wrong_picks_end_the_round():
    state = _deal()
    right = frame.right_place(state.rounds[0])
    for place in [place for place in range(6) if place != right][:2]:
        state = frame.play(state, Pick(place))

    assert state.rounds[0].outcome is Outcome.WRONG


@pytest.mark.parametrize("place", [-1, 6])
def test_there_is_no_seventh_frame(place):
    with pytest.raises(IllegalMove):
        frame.play(_deal(), Pick(place))


def test_the_same_frame_twice_is_not_counted_again():
    state = _deal()
    wrong = next(place for place in range(6) if place != frame.right_place(state.rounds[0]))
    state = frame.play(state, Pick(wrong))

    with pytest.raises(IllegalMove, match="before"):
        frame.play(state, Pick(wrong))


def test_the_network_picks_where_it_is_surest():
    for played in _deal().rounds:
        assert played.network_pick == frame.right_place(played)


def test_a_network_that_does_not_know_the_show_is_not_measured():
    played = frame.play(_deal(), GiveUp()).rounds[0]

    assert frame.network_points(replace(played, knows=False)) is None
    assert frame.network_points(played) == 100


def test_the_next_six_are_seen_only_after_the_reveal():
    state = _deal()
    revealed = frame.play(state, GiveUp())

    assert len(frame.visible_frames(state)) == 6
    assert len(set(frame.visible_frames(revealed))) == 12 - len(_both(state))


def _both(state):
    """Frames that stand in the first round and in the second."""
    one, two = ({choice.drawn.frame for choice in played.choices} for played in state.rounds[:2])
    return one & two


@tried
@given(seeds, st.lists(st.one_of(st.builds(Pick, st.integers(0, 5)), st.just(GiveUp()), st.just(Next())), max_size=40))
def test_a_seeded_run_replays_to_the_same_state(seed, attempts):
    def run():
        state = _deal(seed)
        for move in attempts:
            try:
                state = frame.play(state, move)
            except IllegalMove:
                continue
        return state

    assert run() == run()
