"""Name the show: a frame, three tries to type its title or one choice out of four, and hints that cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from games.core import rounds
from games.core.candidates import Candidate, Drawn, Facts
from games.core.hints import Hint, HintKind, after_hints, hints_for
from games.core.rounds import Round, Run
from games.core.rules import ROUNDS, IllegalMove, Level, Outcome, TooFewShows, chance

POINTS_BY_TRY = (100, 60, 30)
MOST_TRIES = 12  # those that cost nothing among them
POINTS_OF_CHOICE = 50
CHOICES = 4
SHOWS_NEEDED = 6


class Verdict(StrEnum):
    """What a typed title is worth."""

    RIGHT = "right"
    ALMOST = "almost"  # counted, though the spelling is off
    SEASON = "season"  # the right story, another season or film of it: costs no try
    NEARLY = "nearly"  # one slip too many, or as close to another show: not counted, and costs no try
    WRONG = "wrong"


@dataclass(frozen=True)
class TitleOptions:
    """How it is played."""

    choices: bool = False  # four titles to choose from instead of typing
    level: Level = Level.NORMAL
    learnt: bool = False  # frames that the network learnt from are allowed
    rounds: int = ROUNDS


@dataclass(frozen=True)
class Try:
    """A title that was typed, or the place (0 to 3) of the one that was chosen, and what it was worth."""

    text: str
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class TitleRound(Round):
    """One frame to name."""

    show: int
    drawn: Drawn
    second: Drawn | None  # another frame of the show, as a hint
    facts: Facts
    hints: tuple[Hint, ...]
    choices: tuple[int, ...]  # shows, in the order in which they stand; empty where a title is typed
    asked: tuple[HintKind, ...] = ()
    tries: tuple[Try, ...] = ()

    @property
    def helped(self) -> bool:
        """Whether a hint or another try was needed."""
        return bool(self.asked) or len(self.tries) > 1


@dataclass(frozen=True, kw_only=True)
class TitleState(Run[TitleRound]):
    """A run, and how it is played."""

    options: TitleOptions
    rounds: tuple[TitleRound, ...]


@dataclass(frozen=True)
class Answer:
    """A typed title, and what the judge said of it."""

    text: str
    verdict: Verdict


@dataclass(frozen=True)
class Choose:
    """One of the four titles, by its place from 0."""

    place: int


@dataclass(frozen=True)
class AskHint:
    """A hint."""

    kind: HintKind


Move = Answer | Choose | AskHint | rounds.GiveUp | rounds.Void | rounds.Next


def deal(seed: str, candidates: Sequence[Candidate], options: TitleOptions) -> TitleState:
    """Deal the rounds: no show twice where there are enough of them, never a frame twice.

    Raises:
        TooFewShows: there are fewer than six shows.
    """
    if len(candidates) < SHOWS_NEEDED:
        raise TooFewShows(SHOWS_NEEDED, len(candidates))
    order = sorted(candidates, key=lambda candidate: candidate.show)
    chance(seed, "rounds").shuffle(order)
    places = [(candidate, number) for number in range(2) for candidate in order if number < len(candidate.frames)]
    dealt = places[: options.rounds]
    twice = {candidate.show for candidate, number in dealt if number}
    played = (
        _round(candidate, number, candidate.show in twice, _choices(f"{seed}/{number}", candidate, number, order))
        if options.choices
        else _round(candidate, number, candidate.show in twice)
        for candidate, number in dealt
    )
    return TitleState(seed=seed, options=options, rounds=tuple(played))


def play(state: TitleState, move: Move) -> TitleState:
    """Return the state after a move.

    Raises:
        IllegalMove: the rules do not allow it now; the state stays what it was.
    """
    return rounds.play(state, move, _play_round)


def worth(played: TitleRound) -> int:
    """Return the points that a right answer would bring now."""
    if played.choices:
        return after_hints(POINTS_OF_CHOICE, played.asked)
    return after_hints(POINTS_BY_TRY[min(spent(played), len(POINTS_BY_TRY) - 1)], played.asked)


def spent(played: TitleRound) -> int:
    """Return how many tries are gone: only what is plainly wrong costs one."""
    return sum(attempt.verdict is Verdict.WRONG for attempt in played.tries)


def network_points(played: TitleRound) -> int | None:
    """Return what the network scores on this frame under the same rules, None where it does not know the show."""
    if not played.drawn.knows or played.outcome in (Outcome.OPEN, Outcome.GONE):
        return None
    named = [guess.show for guess in played.drawn.guesses]
    if played.choices:
        best = next((show for show in named if show in played.choices), None)
        return POINTS_OF_CHOICE if best == played.show else 0
    tries = named[: len(POINTS_BY_TRY)]
    return POINTS_BY_TRY[tries.index(played.show)] if played.show in tries else 0


def visible_frames(state: TitleState) -> tuple[int, ...]:
    """Return the frames that the player may see now; after a reveal the next one, too, so that it can be loaded."""
    now = state.current
    if now is None:
        return ()
    seen = [now.drawn.frame]
    if now.second is not None and (HintKind.FRAME in now.asked or now.outcome is not Outcome.OPEN):
        seen.append(now.second.frame)
    if now.outcome is not Outcome.OPEN and state.at + 1 < len(state.rounds):
        seen.append(state.rounds[state.at + 1].drawn.frame)
    return tuple(seen)


def _round(candidate: Candidate, number: int, comes_twice: bool, choices: tuple[int, ...] = ()) -> TitleRound:
    drawn = candidate.frames[number]
    others = () if comes_twice else (replace(other, guesses=()) for other in candidate.frames if other != drawn)
    second = next(iter(others), None)
    return TitleRound(
        show=candidate.show,
        drawn=drawn,
        second=second,
        facts=candidate.facts,
        hints=hints_for(candidate.facts, candidate.title, second_frame=second is not None),
        choices=choices,
    )


def _choices(seed: str, right: Candidate, number: int, everybody: Sequence[Candidate]) -> tuple[int, ...]:
    """Return four shows of four franchises: the right one, then those that the network takes it for, then any."""
    random = chance(seed, "choices", right.show)
    others = [candidate for candidate in everybody if candidate.franchise != right.franchise]
    random.shuffle(others)
    confused = [guess.show for guess in right.frames[number].guesses]
    others.sort(key=lambda other: confused.index(other.show) if other.show in confused else len(confused))
    chosen = {right.franchise: right.show}
    for other in others:
        if len(chosen) < CHOICES:
            chosen.setdefault(other.franchise, other.show)
    if len(chosen) < CHOICES:
        raise TooFewShows(CHOICES, len(chosen))
    shows = list(chosen.values())
    random.shuffle(shows)
    return tuple(shows)


def _play_round(played: TitleRound, move: Move) -> TitleRound:
    if isinstance(move, Answer) and not played.choices:
        return _answered(played, move)
    if isinstance(move, Choose) and 0 <= move.place < len(played.choices):
        return _chosen(played, move.place)
    if isinstance(move, AskHint) and any(hint.kind is move.kind for hint in played.hints):
        return replace(played, asked=tuple(dict.fromkeys((*played.asked, move.kind))))
    raise IllegalMove("That cannot be done in this round.")


def _answered(played: TitleRound, answer: Answer) -> TitleRound:
    if not answer.text.strip():
        raise IllegalMove("Type a title first.")
    if any(attempt.text.casefold() == answer.text.casefold() for attempt in played.tries):
        raise IllegalMove("You tried that one before. It was not counted again.")
    after = replace(played, tries=(*played.tries, Try(answer.text, answer.verdict)))
    if answer.verdict in (Verdict.RIGHT, Verdict.ALMOST):
        return replace(after, outcome=Outcome.RIGHT, points=worth(played))
    is_over = spent(after) == len(POINTS_BY_TRY) or len(after.tries) == MOST_TRIES
    return replace(after, outcome=Outcome.WRONG) if is_over else after


def _chosen(played: TitleRound, place: int) -> TitleRound:
    right = played.choices[place] == played.show
    attempt = Try(str(place), Verdict.RIGHT if right else Verdict.WRONG)
    outcome = Outcome.RIGHT if right else Outcome.WRONG
    return replace(played, tries=(attempt,), outcome=outcome, points=worth(played) if right else 0)
