"""Find the pairs: the deck, the turns, and the network as an opponent."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.core import matching
from games.core.deck import deal_deck
from games.core.matching import GoOn, MatchingOptions, Turn
from games.core.memory import ALIKE, Mind, alike_from, choose_cards
from games.core.rules import IllegalMove, Level, Side, TooFewShows, chance
from tests.game_candidates import make_candidates, seeds, tried


def _likeness(candidates, seed):
    """What a network with perfect eyes would say."""
    cards = deal_deck(seed, candidates)
    return [[1.0 if one.show == other.show else 0.0 for other in cards] for one in cards]


def _deal(against=None, seed="seed"):
    candidates = make_candidates()
    return matching.deal(seed, candidates, MatchingOptions(against), _likeness(candidates, seed))


def _places(state, show_of):
    """The two places of the pair that a card belongs to."""
    return [place for place, card in enumerate(state.cards) if card.show == state.cards[show_of].show]


def _miss(state):
    """Two hidden places that are no pair."""
    hidden = [place for place in range(12) if place not in matching.taken(state)]
    other = next(place for place in hidden if state.cards[place].show != state.cards[hidden[0]].show)
    return hidden[0], other


def _play_out(state):
    """The player turns any card that lies face down, until all pairs are found."""
    moves = 0
    while not matching.is_complete(state):
        if state.turn is Side.NETWORK:
            state = matching.play(state, GoOn())
        else:
            held = state.open if len(state.open) == 1 else ()
            hidden = [place for place in range(12) if place not in {*matching.taken(state), *held}]
            state = matching.play(state, Turn(chance("player", moves).choice(hidden)))
        moves += 1
        assert moves < 2000
    return state


@tried
@given(seeds, st.integers(6, 30), st.integers(2, 4))
def test_a_deck_is_six_pairs_of_six_franchises_with_two_frames_each(seed, shows, frames):
    candidates = make_candidates(shows, frames=frames, franchises=max(6, shows // 2))
    cards = deal_deck(seed, candidates)
    franchise = {candidate.show: candidate.franchise for candidate in candidates}

    assert Counter(Counter(card.show for card in cards).values()) == {2: 6}
    assert len({franchise[card.show] for card in cards}) == 6
    assert len({card.frame for card in cards}) == 12


@pytest.mark.parametrize(
    "candidates", [make_candidates(5), make_candidates(20, franchises=5), make_candidates(20, frames=1)]
)
def test_without_six_franchises_of_two_frames_there_is_no_deck(candidates):
    with pytest.raises(TooFewShows):
        deal_deck("seed", candidates)


def test_a_pair_stays_face_up_and_counts_for_who_found_it():
    state = _deal()
    first, second = _places(state, 0)
    state = matching.play(matching.play(state, Turn(first)), Turn(second))

    assert matching.taken(state) == {first, second}
    assert (matching.pairs_of(state, Side.PLAYER), state.turns) == (1, 1)


def test_two_cards_that_are_no_pair_stay_open_until_the_next_move():
    state = _deal()
    first, second = _miss(state)
    state = matching.play(matching.play(state, Turn(first)), Turn(second))
    third = next(place for place in range(12) if place not in (first, second))

    assert set(state.open) == {first, second}
    assert matching.play(state, Turn(third)).open == (third,)
    assert matching.play(state, GoOn()).open == ()


def test_an_open_card_cannot_be_turned_again():
    state = matching.play(_deal(), Turn(3))

    with pytest.raises(IllegalMove):
        matching.play(state, Turn(3))


@pytest.mark.parametrize("place", [-1, 12])
def test_there_is_no_thirteenth_card(place):
    with pytest.raises(IllegalMove):
        matching.play(_deal(), Turn(place))


def test_alone_a_perfect_run_has_a_thousand_points():
    state = _deal()
    for place in range(12):
        if place not in matching.taken(state):
            for turned in _places(state, place):
                state = matching.play(state, Turn(turned))

    assert (matching.points(state), matching.is_perfect(state)) == (1000, True)


def test_a_pair_passed_over_is_remembered_as_missed():
    state = _deal()
    first, partner = _places(state, 0)
    others = [place for place in range(12) if place not in (first, partner)]
    other = others[0]
    elsewhere = next(place for place in others if state.cards[place].show != state.cards[other].show)
    for place in (first, other, partner, elsewhere):
        state = matching.play(state, Turn(place))

    assert state.missed == 1


def test_against_the_network_turns_alternate():
    state = _deal(Level.NORMAL)
    for place in _miss(state):
        state = matching.play(state, Turn(place))
    assert state.turn is Side.NETWORK

    with pytest.raises(IllegalMove, match="network's turn"):
        matching.play(state, Turn(5))
    assert matching.play(state, GoOn()).turn is Side.PLAYER


def test_the_network_turns_only_cards_that_lie_face_down():
    state = _deal(Level.HARD)
    while not matching.is_complete(state):
        before = matching.taken(state)
        if state.turn is Side.NETWORK:
            state = matching.play(state, GoOn())
            opened = set(state.open) or set(matching.taken(state) - before)
            assert len(opened) == 2
            assert not opened & before
        else:
            for place in _miss(state) if len(before) < 10 else sorted(set(range(12)) - before):
                state = matching.play(state, Turn(place))


def test_a_stronger_network_finds_more_pairs():
    def found(strength):
        runs = (_play_out(_deal(strength, f"seed {number}")) for number in range(40))
        return sum(matching.pairs_of(state, Side.NETWORK) for state in runs)

    assert found(Level.EASY) < found(Level.NORMAL) < found(Level.HARD)


def test_the_network_does_not_turn_two_cards_again_that_it_saw_were_no_pair():
    mind = Mind(frozenset(range(12)), frozenset({2, 5, 7}), frozenset({(2, 5)}), [[0.9] * 12] * 12)

    assert set(choose_cards(mind, "seed", 1)) <= {2, 5, 7}
    assert set(choose_cards(mind, "seed", 1)) != {2, 5}


@pytest.mark.parametrize(
    ("same", "different", "alike"),
    [
        ([0.9, 0.8, 0.7], [0.1, 0.2, 0.3], 0.7),
        ([0.9, 0.8, 0.1], [0.2, 0.3, 0.4, 0.5], 0.8),  # one pair is given up for four others
        ([0.5], [0.9], 0.5),
        ([], [0.3], ALIKE),
    ],
)
def test_the_network_learns_from_what_was_drawn_when_two_frames_are_a_pair(same, different, alike):
    assert alike_from(same, different) == alike


def test_the_network_takes_what_does_not_look_alike_for_no_pair():
    mind = Mind(frozenset(range(12)), frozenset({2, 5, 7}), frozenset(), [[0.3] * 12] * 12)

    assert not set(choose_cards(mind, "seed", 1)) & {2, 5, 7}


@tried
@given(seeds, st.sampled_from([None, *Level]))
def test_a_seeded_run_replays_to_the_same_state(seed, against):
    assert _play_out(_deal(against, seed)) == _play_out(_deal(against, seed))


@tried
@given(seeds, st.sampled_from([None, *Level]), st.lists(st.integers(-1, 13), max_size=60))
def test_whatever_is_turned_only_what_lies_face_up_is_seen(seed, against, places):
    state = _deal(against, seed)
    for place in places:
        try:
            state = matching.play(state, GoOn() if place == 13 else Turn(place))
        except IllegalMove:
            continue
        face_up = {*matching.taken(state), *state.open}
        assert set(matching.visible_frames(state)) == {state.cards[place].frame for place in face_up}
        assert len(state.open) <= 2
