"""A state goes through the session's JSON unchanged, and one from before an update is recognised."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.core import codec, frame, matching, title
from games.core.deck import deal_deck
from games.core.rules import Level
from tests.game_candidates import make_candidates, seeds, tried


def _states(seed, count, hard):
    candidates = make_candidates(count)
    likeness = [[0.123456789] * 12] * len(deal_deck(seed, candidates))
    level = Level.HARD if hard else Level.NORMAL
    return [
        title.deal(seed, candidates, title.TitleOptions(choices=hard, level=level)),
        frame.deal(seed, candidates, frame.FrameOptions(level=level)),
        matching.deal(seed, candidates, matching.MatchingOptions(level if hard else None), likeness),
    ]


@tried
@given(seeds, st.integers(6, 20), st.booleans())
def test_a_state_survives_json(seed, count, hard):
    for state in _states(seed, count, hard):
        stored = json.dumps(codec.to_json(state))

        assert codec.from_json(type(state), json.loads(stored)) == state


SPOILT = {
    "a later format": lambda document: document | {"format": codec.FORMAT + 1},
    "no format": lambda document: {"state": document["state"]},
    "another type": lambda document: document | {"state": document["state"] | {"seed": 5}},
    "a field more": lambda document: document | {"state": document["state"] | {"more": 1}},
    "a field less": lambda document: document | {"state": {"seed": document["state"]["seed"]}},
    "nothing": lambda document: None,
}


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_state_of_another_version_is_recognised(number, spoil):
    state = _states("seed", 8, hard=True)[number]
    document = json.loads(json.dumps(codec.to_json(state)))

    with pytest.raises(codec.OldState):
        codec.from_json(type(state), spoil(document))
