"""What a run adds up to, for the player and for the network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from games.core import frame, matching, title
from games.core.deck import PAIRS
from games.core.rules import Level, Outcome, Side

State = title.TitleState | frame.FrameState | matching.MatchingState


@dataclass(frozen=True)
class Totals:
    """Points of a run so far. The network is measured in rounds of shows that it knows, and people with it there."""

    score: int = 0
    best_possible: int = 0  # of the rounds that ended and count
    network: int = 0
    compared: int = 0  # rounds of shows that the network knows
    own_compared: int = 0  # the player's points in these

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.score + other.score,
            self.best_possible + other.best_possible,
            self.network + other.network,
            self.compared + other.compared,
            self.own_compared + other.own_compared,
        )


def totals(state: State) -> Totals:
    """Add up a run."""
    if isinstance(state, matching.MatchingState):
        return _of_matching(state)
    if isinstance(state, frame.FrameState):
        return _sum((played.outcome, played.points, frame.network_points(played), _FRAME) for played in state.rounds)
    return _sum(
        (
            played.outcome,
            played.points,
            title.network_points(played),
            title.POINTS_OF_CHOICE if played.choices else title.POINTS_BY_TRY[0],
        )
        for played in state.rounds
    )


def is_ranked(state: State, *, seen_only: bool) -> bool:
    """Tell whether a run may stand on a leaderboard: drawn from all shows, from frames new to the network, not easy.

    The matching game counts where it is played alone.
    """
    if seen_only or state.options.learnt:
        return False
    if isinstance(state, matching.MatchingState):
        return state.options.against is None
    return state.options.level is not Level.EASY


_FRAME = frame.POINTS_BY_PICK[0]


def _sum(rounds: Iterable[tuple[Outcome, int, int | None, int]]) -> Totals:
    added = Totals()
    for outcome, points, network, best in rounds:
        if outcome not in (Outcome.OPEN, Outcome.GONE):
            knows = network is not None
            added += Totals(points, best, network or 0, int(knows), points if knows else 0)
    return added


def _of_matching(state: matching.MatchingState) -> Totals:
    network = matching.network_points(state)
    score = matching.points(state)
    if network is None:
        return Totals(score, matching.POINTS_ALONE)
    pairs = matching.pairs_of(state, Side.PLAYER) + matching.pairs_of(state, Side.NETWORK)
    return Totals(score, matching.POINTS_OF_PAIR * PAIRS, network, pairs, score)
