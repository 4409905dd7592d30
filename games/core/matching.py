"""Find the pairs: twelve cards face down, alone or in turns with the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from games.core.candidates import Candidate
from games.core.deck import PAIRS, Card, deal_deck
from games.core.memory import ALIKE, Likeness, Mind, choose_cards, keep_in_mind
from games.core.rules import IllegalMove, Level, Side

SHOWS_NEEDED = PAIRS
POINTS_ALONE, POINTS_LOST_A_TURN, POINTS_AT_LEAST = 1000, 40, 100
POINTS_OF_PAIR = 100


@dataclass(frozen=True)
class MatchingOptions:
    """How it is played."""

    against: Level | None = None  # the strength of the network; None plays alone
    learnt: bool = False


@dataclass(frozen=True)
class Found:
    """A pair that was found: two places and by whom."""

    first: int
    second: int
    by: Side


@dataclass(frozen=True)
class MatchingState:
    """The table. Two cards that are no pair stay open until the next move, so that everybody has seen them."""

    seed: str
    options: MatchingOptions
    cards: tuple[Card, ...]
    likeness: tuple[tuple[float, ...], ...]
    alike: float = ALIKE  # from this likeness on the network takes two cards for a pair
    open: tuple[int, ...] = ()
    found: tuple[Found, ...] = ()
    seen: tuple[int, ...] = ()  # cards that were ever turned
    remembered: tuple[int, ...] = ()  # cards that the network has in mind
    refuted: tuple[tuple[int, ...], ...] = ()  # two cards that lay open together and were no pair
    turn: Side = Side.PLAYER
    turns: int = 0  # of the player
    network_turns: int = 0
    last: tuple[int, ...] = ()  # the two cards of the turn that ended last
    missed: int = 0  # turns of the player that could have been a pair, both cards having been seen


@dataclass(frozen=True)
class Turn:
    """Turn a card, by its place from 0."""

    place: int


@dataclass(frozen=True)
class GoOn:
    """Turn back what is open; when it is the network's turn, it plays."""


Move = Turn | GoOn


def deal(
    seed: str,
    candidates: Sequence[Candidate],
    options: MatchingOptions,
    likeness: Likeness,
    alike: float = ALIKE,
) -> MatchingState:
    """Deal twelve cards; `likeness` is that of `deal_deck(seed, candidates)`, by place, `alike` of `alike_from`.

    Raises:
        TooFewShows: there are fewer than six shows of different franchises with two frames.
    """
    cards = deal_deck(seed, candidates)
    rounded = tuple(tuple(round(float(x), 4) for x in row) for row in likeness)
    return MatchingState(seed, options, cards, rounded, round(float(alike), 4))


def play(state: MatchingState, move: Move) -> MatchingState:
    """Return the state after a move.

    Raises:
        IllegalMove: the rules do not allow it now; the state stays what it was.
    """
    if is_complete(state):
        raise IllegalMove("All pairs have been found.")
    if isinstance(move, GoOn):
        return _go_on(state)
    if state.turn is Side.NETWORK:
        raise IllegalMove("It is the network's turn.")
    state = _turned_back(state)
    if not isinstance(move, Turn) or not 0 <= move.place < len(state.cards):
        raise IllegalMove("There is no such card.")
    if move.place in state.open or move.place in taken(state):
        raise IllegalMove("This card is face up.")
    return _open(state, move.place)


def is_complete(state: MatchingState) -> bool:
    """Tell whether every pair was found."""
    return len(state.found) == PAIRS


def taken(state: MatchingState) -> frozenset[int]:
    """Return the places of the cards that were found."""
    return frozenset(place for found in state.found for place in (found.first, found.second))


def pairs_of(state: MatchingState, side: Side) -> int:
    """Return how many pairs somebody found."""
    return sum(found.by is side for found in state.found)


def points(state: MatchingState) -> int:
    """Return the player's score: by pairs against the network, alone by how few turns it took."""
    if state.options.against is not None:
        return POINTS_OF_PAIR * pairs_of(state, Side.PLAYER)
    if not is_complete(state):
        return 0
    return max(POINTS_AT_LEAST, POINTS_ALONE - POINTS_LOST_A_TURN * (state.turns - PAIRS))


def network_points(state: MatchingState) -> int | None:
    """Return the network's score, None where it does not play."""
    return None if state.options.against is None else POINTS_OF_PAIR * pairs_of(state, Side.NETWORK)


def is_perfect(state: MatchingState) -> bool:
    """Tell whether the player took every pair whose two cards had been seen."""
    return is_complete(state) and state.missed == 0


def visible_frames(state: MatchingState) -> tuple[int, ...]:
    """Return the frames that lie face up."""
    return tuple(state.cards[place].frame for place in (*sorted(taken(state)), *state.open))


def _open(state: MatchingState, place: int) -> MatchingState:
    """Turn a card of the player; the second one ends the turn."""
    if not state.open:
        return replace(state, open=(place,), last=())
    first = state.open[0]
    chance_missed = _could_have_been_a_pair(state, first, place)
    state = replace(state, turns=state.turns + 1, missed=state.missed + chance_missed)
    return _closed(state, first, place, Side.PLAYER)


def _closed(state: MatchingState, first: int, second: int, by: Side) -> MatchingState:
    """End a turn: a pair is taken, anything else stays open until the next move; the network watches."""
    pair = state.cards[first].show == state.cards[second].show
    found = (*state.found, Found(first, second, by)) if pair else state.found
    after = replace(
        state,
        open=() if pair else (first, second),
        found=found,
        seen=tuple(sorted({*state.seen, first, second})),
        last=(first, second),
        turn=_other(by) if state.options.against else Side.PLAYER,
    )
    return _watched(after)


def _watched(state: MatchingState) -> MatchingState:
    """Let the network look at what lies open and forget some of what it had in mind."""
    if state.options.against is None:
        return state
    mind = {*state.remembered, *state.open} - taken(state)
    kept = keep_in_mind(mind, state.options.against, state.seed, state.turns + state.network_turns)
    refuted = {*state.refuted, tuple(sorted(state.open))} if state.open else state.refuted
    return replace(state, remembered=kept, refuted=tuple(sorted(refuted)))


def _go_on(state: MatchingState) -> MatchingState:
    if state.turn is Side.PLAYER:
        if len(state.open) < 2:
            raise IllegalMove("Turn a card.")
        return replace(state, open=(), last=())
    state = replace(state, open=(), network_turns=state.network_turns + 1)
    hidden = frozenset(range(len(state.cards))) - taken(state)
    refuted = frozenset((pair[0], pair[1]) for pair in state.refuted)
    mind = Mind(hidden, frozenset(state.remembered), refuted, state.likeness, state.alike)
    first, second = choose_cards(mind, state.seed, state.turns + state.network_turns)
    return _closed(state, first, second, Side.NETWORK)


def _turned_back(state: MatchingState) -> MatchingState:
    return replace(state, open=()) if len(state.open) == 2 else state


def _could_have_been_a_pair(state: MatchingState, first: int, second: int) -> bool:
    """Tell whether the partner of the first card had been seen, and something else was turned."""
    partner = next(
        place for place, card in enumerate(state.cards) if place != first and card.show == state.cards[first].show
    )
    return partner in state.seen and partner != second


def _other(side: Side) -> Side:
    return Side.NETWORK if side is Side.PLAYER else Side.PLAYER
