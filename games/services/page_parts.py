"""Parts that the pages of all games have. A page of a move takes at most two queries: its shows, and what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from catalog.models import Frame, Genre, Show, Studio
from games.core import frame, matching, title
from games.core.candidates import Drawn, Facts, Guess
from games.core.deck import Card
from games.core.difficulty import difficulty
from games.core.registry import Mode
from games.core.rules import Level, Outcome
from games.core.scoring import State, Totals, totals
from games.core.share import Mark
from games.services.pages import GuessView, NoRun, PictureView, RevealView, RunView
from games.services.runs import EXPIRED, read_state, write_state
from games.session import Player, Saved, Slot, had_run, load, locked, tokens_are_good

LEARNT = ("train", "val")

StateT = TypeVar("StateT", title.TitleState, frame.FrameState, matching.MatchingState)


def table_of(
    player: Player, slot: Slot, kind: type[StateT], moved: tuple[Saved, State] | None
) -> tuple[Saved, StateT] | NoRun:
    """Return the run of a slot whose game has states of this kind; `moved` is how a move has just left it."""
    run = _unless_over(*moved) if moved else run_of(player, slot)
    if isinstance(run, NoRun):
        return run
    saved, state = run
    assert isinstance(state, kind)  # noqa: S101 - a slot holds states of its game only
    return saved, state


def run_of(player: Player, slot: Slot) -> tuple[Saved, State] | NoRun:
    """Return a run as it stands; addresses of pictures that grew old are made anew."""
    saved = load(player, slot)
    state = read_state(saved)
    if saved is None or isinstance(state, NoRun):
        return state if isinstance(state, NoRun) and state.reason else NoRun(EXPIRED if had_run(player, slot) else "")
    if not tokens_are_good(saved):
        return _renewed(player, slot)
    return _unless_over(saved, state)


def _unless_over(saved: Saved, state: State) -> tuple[Saved, State] | NoRun:
    """Lead to the result of a run whose last round was left."""
    if not isinstance(state, matching.MatchingState) and state.at >= len(state.rounds):
        return NoRun(result=saved.notes.get("result", ""))
    return saved, state


def _renewed(player: Player, slot: Slot) -> tuple[Saved, State] | NoRun:
    with locked(player, slot) as saved:
        state = read_state(saved)
        if saved is None or isinstance(state, NoRun):
            return NoRun(EXPIRED)
        write_state(saved, state)
        return _unless_over(saved, state)


def run_view(saved: Saved, state: State) -> RunView:
    """Return what a page says of its run; practice goes on counting over all its rounds."""
    before, added = Totals(**saved.notes.get("totals", {})), totals(state)
    rounds = () if isinstance(state, matching.MatchingState) else state.rounds
    at = 0 if isinstance(state, matching.MatchingState) else state.at
    return RunView(
        game=saved.slot.game,
        mode=Mode(saved.mode),
        nonce=saved.nonce,
        number=saved.notes.get("rounds", 0) + at + 1,
        rounds=len(rounds) or 1,
        score=before.score + added.score,
        network_score=before.network + added.network,
        marks=tuple(Mark(played.outcome, played.helped) for played in rounds[: at + 1]),
        level=_level(state),
        learnt=state.options.learnt,
        seen_only=saved.seen_only,
        day=date.fromisoformat(saved.day) if saved.day else None,
        result=saved.notes.get("result", ""),
    )


def picture_view(saved: Saved, drawn: Drawn | Card, number: int, gone: set[int]) -> PictureView:
    """Return a picture by its passing address."""
    token = next((token for token, shown in saved.pictures.items() if shown == drawn.frame), "")
    return PictureView("" if drawn.frame in gone else token, number, drawn.tags)


def gone_among(frames: Iterable[int]) -> set[int]:
    """Return which of these frames may not be shown any more, in one query."""
    wanted = set(frames)
    if not wanted:
        return set()
    there = Frame.objects.approved().filter(pk__in=wanted, show__is_listed=True).order_by()
    return wanted - set(there.values_list("pk", flat=True))


def shows_by_key(shows: Iterable[int | None]) -> dict[int, Show]:
    """Return shows, in one query."""
    wanted = {show for show in shows if show is not None}
    if not wanted:
        return {}
    return {show.pk: show for show in Show.objects.filter(pk__in=wanted).order_by()}


def show_or_blank(shows: Mapping[int, Show], key: int) -> Show:
    """Return a show, or something to stand in its place if it left the catalogue in the middle of a run."""
    return shows.get(key) or Show(title="(no longer here)", slug="gone")


@dataclass(frozen=True)
class Ended:
    """A round that ended, whichever game it is of."""

    show: int
    facts: Facts
    drawn: Drawn
    outcome: Outcome
    points: int
    network_points: int | None
    typed: str = ""  # the last title that did not count
    last: bool = False


def reveal_view(ended: Ended, shows: Mapping[int, Show], saved: Saved) -> RevealView:
    """Return what is told now that the round has ended."""
    show, drawn = _with_facts(shows[ended.show], ended.facts), ended.drawn
    shown, right = saved.notes.get("answers") or (0, 0)
    guesses = drawn.guesses
    return RevealView(
        show=show,
        outcome=ended.outcome,
        points=ended.points,
        place=drawn.place,
        network_knows=drawn.knows,
        network_right=bool(ended.network_points),
        network_points=ended.network_points,
        guesses=tuple(_guess_view(guess, shows, ended.show) for guess in guesses),
        learnt_from=drawn.split in LEARNT,
        shown=shown,
        right=right,
        difficulty=difficulty(shown=shown, right=right, guesses=guesses, show=ended.show, knows=drawn.knows),
        can_appeal=bool(ended.typed),
        typed=ended.typed,
        appealed=saved.notes.get("appealed") == drawn.frame,
        reported=drawn.frame in saved.notes.get("reported", ()),
        last=ended.last and saved.mode != Mode.PRACTICE,
    )


def _with_facts(show: Show, facts: Facts) -> Show:
    """Fill in genres and studios as they were when the round was dealt: two statements fewer for a move."""
    studios = [Studio(name=name) for name in facts.studios]
    genres = [Genre(name=name) for name in facts.genres]
    vars(show)["_prefetched_objects_cache"] = {"studios": studios, "genres": genres}  # where `prefetch_related` puts it
    return show


def _guess_view(guess: Guess, shows: Mapping[int, Show], right: int) -> GuessView:
    show = shows.get(guess.show) if guess.show is not None else None
    return GuessView(
        show if show is not None and show.is_listed else None, guess.label, guess.confidence, guess.show == right
    )


def _level(state: State) -> Level | None:
    options = state.options
    return options.level if isinstance(options, title.TitleOptions | frame.FrameOptions) else None
