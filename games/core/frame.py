"""Find the frame: a title, and six frames of which one is from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from games.core import rounds
from games.core.candidates import Candidate, Drawn, Facts, one_of_each_franchise
from games.core.rounds import Round, Run
from games.core.rules import ROUNDS, IllegalMove, Level, Outcome, TooFewShows, chance

FRAMES = 6
POINTS_BY_PICK = (100, 40)
SHOWS_NEEDED = 6

Embeddings = Mapping[int, npt.NDArray[np.float32]]
"""Embedding (D, of length 1) by frame; a frame may be missing."""


@dataclass(frozen=True)
class FrameOptions:
    """How it is played."""

    level: Level = Level.NORMAL  # easy: the other five look far from the right one, hard: near
    learnt: bool = False
    rounds: int = ROUNDS


@dataclass(frozen=True)
class FrameChoice:
    """One of the six, and how sure the network is that it is from the title, in [0, 1]."""

    drawn: Drawn
    show: int
    confidence: float


@dataclass(frozen=True, kw_only=True)
class FrameRound(Round):
    """One title and its six frames, in the order in which they stand."""

    show: int
    facts: Facts
    choices: tuple[FrameChoice, ...]
    knows: bool
    network_pick: int  # a place from 0; means nothing where the network does not know the show
    picks: tuple[int, ...] = ()

    @property
    def helped(self) -> bool:
        """Whether another pick was needed."""
        return len(self.picks) > 1


@dataclass(frozen=True, kw_only=True)
class FrameState(Run[FrameRound]):
    """A run, and how it is played."""

    options: FrameOptions
    rounds: tuple[FrameRound, ...]


@dataclass(frozen=True)
class Pick:
    """One of the six, by its place from 0."""

    place: int


Move = Pick | rounds.GiveUp | rounds.Void | rounds.Next


def deal(
    seed: str, candidates: Sequence[Candidate], options: FrameOptions, embeddings: Embeddings | None = None
) -> FrameState:
    """Deal the rounds: no show is asked for twice where there are enough, no franchise stands twice among six frames.

    Raises:
        TooFewShows: there are fewer than six shows of different franchises.
    """
    apart = len({candidate.franchise for candidate in candidates})
    if apart < SHOWS_NEEDED:
        raise TooFewShows(SHOWS_NEEDED, apart)
    order = sorted(candidates, key=lambda candidate: candidate.show)
    chance(seed, "rounds").shuffle(order)
    asked = [(candidate, number) for number in range(2) for candidate in order if number < len(candidate.frames)]
    asked = asked[: options.rounds]
    shown = {candidate.frames[number].frame for candidate, number in asked}
    dealt = []
    for place, (candidate, number) in enumerate(asked):
        right, others = candidate.frames[number], _others(f"{seed}/{place}", candidate, order, shown)
        played = _round(f"{seed}/{place}", (candidate, right), others, options.level, embeddings or {})
        shown |= {choice.drawn.frame for choice in played.choices}
        dealt.append(played)
    return FrameState(seed=seed, options=options, rounds=tuple(dealt))


def play(state: FrameState, move: Move) -> FrameState:
    """Return the state after a move.

    Raises:
        IllegalMove: the rules do not allow it now; the state stays what it was.
    """
    return rounds.play(state, move, _play_round)


def right_place(played: FrameRound) -> int:
    """Return the place of the frame that is from the title."""
    return next(place for place, choice in enumerate(played.choices) if choice.show == played.show)


def network_points(played: FrameRound) -> int | None:
    """Return what the network's first pick scores, None where it does not know the show."""
    if not played.knows or played.outcome in (Outcome.OPEN, Outcome.GONE):
        return None
    return POINTS_BY_PICK[0] if played.network_pick == right_place(played) else 0


def visible_frames(state: FrameState) -> tuple[int, ...]:
    """Return the frames that the player may see now; after a reveal the next six, too, so that they can be loaded."""
    now = state.current
    if now is None:
        return ()
    shown = state.rounds[state.at : state.at + 1 + (now.outcome is not Outcome.OPEN)]
    return tuple(choice.drawn.frame for played in shown for choice in played.choices)


Other = tuple[Candidate, Drawn]
"""A show that is not the right one, and the frame of it that may stand beside the right one."""


def _others(seed: str, right: Candidate, everybody: Sequence[Candidate], shown: Collection[int]) -> list[Other]:
    """Return one show of each other franchise, with a frame that comes up in no round before and is asked for in none.

    A frame that was told once would be no riddle any more. Where there are too few, others come again.
    """
    others = [other for other in one_of_each_franchise(seed, everybody) if other.franchise != right.franchise]
    fresh = {other.show: next((one for one in other.frames if one.frame not in shown), None) for other in others}
    new = [(other, drawn) for other in others if (drawn := fresh[other.show]) is not None]
    again = [(other, other.frames[-1]) for other in others if fresh[other.show] is None]
    return new if len(new) >= FRAMES - 1 else [*new, *again[: FRAMES - 1 - len(new)]]


def _round(seed: str, right_one: Other, others: Sequence[Other], level: Level, embeddings: Embeddings) -> FrameRound:
    right, drawn = right_one
    chosen = _at_level(_by_likeness(drawn.frame, others, embeddings), level, FRAMES - 1, seed)
    choices = [_choice(candidate, one, right.show) for candidate, one in (right_one, *chosen)]
    chance(seed, "order").shuffle(choices)
    sure = [choice.confidence for choice in choices]
    return FrameRound(
        show=right.show,
        facts=right.facts,
        choices=tuple(choices),
        knows=drawn.knows,
        network_pick=_surest(sure, seed),
    )


def _choice(candidate: Candidate, drawn: Drawn, asked: int) -> FrameChoice:
    confidence = next((guess.confidence for guess in drawn.guesses if guess.show == asked), 0.0)
    kept = drawn if candidate.show == asked else replace(drawn, guesses=())  # nobody asks for those of the others
    return FrameChoice(kept, candidate.show, confidence)


def _by_likeness(frame: int, others: Sequence[Other], embeddings: Embeddings) -> list[Other]:
    """Order others from near to far; without an embedding a frame stands in the middle of the scale."""
    own = embeddings.get(frame)

    def distance(other: Other) -> float:
        theirs = embeddings.get(other[1].frame)
        return 1.0 if own is None or theirs is None else 1.0 - float(own @ theirs)

    return sorted(others, key=distance)


def _at_level(near: Sequence[Other], level: Level, count: int, seed: str) -> list[Other]:
    if level is Level.HARD:
        return list(near[:count])
    if level is Level.EASY:
        return list(near[-count:])
    return chance(seed, "others").sample(list(near), count)


def _surest(confidences: Sequence[float], seed: str) -> int:
    """Return the place of the highest confidence; among equals any of them."""
    best = [place for place, confidence in enumerate(confidences) if confidence == max(confidences)]
    return chance(seed, "network").choice(best)


def _play_round(played: FrameRound, move: Move) -> FrameRound:
    if not isinstance(move, Pick) or not 0 <= move.place < len(played.choices):
        raise IllegalMove("That cannot be done in this round.")
    if move.place in played.picks:
        raise IllegalMove("You picked that frame before. It was not counted again.")
    picks = (*played.picks, move.place)
    if move.place == right_place(played):
        return replace(played, picks=picks, outcome=Outcome.RIGHT, points=POINTS_BY_PICK[len(picks) - 1])
    outcome = Outcome.WRONG if len(picks) == len(POINTS_BY_PICK) else Outcome.OPEN
    return replace(played, picks=picks, outcome=outcome)
