"""What a move leaves behind: how hard its frame was, and at the end of a run its result."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalog.models import Frame, Show
from classifier.throttle import allow
from games.core import frame, matching, title
from games.core.registry import Mode
from games.core.rules import Outcome
from games.core.scoring import State, Totals, is_ranked, totals
from games.models import FrameStat, GameResult
from games.services.runs import frame_of
from games.session import Player, Saved

Round = title.TitleRound | frame.FrameRound

RANKED_A_DAY = 100
"""The most results of one player in a day that may stand on a leaderboard, and four times as many of one address."""

_DAY = 24 * 60 * 60


class Answers(NamedTuple):
    """How often a frame was shown in rounds that ended, and how often somebody was right."""

    shown: int
    right: int


def count_answer(played: Round) -> Answers | None:
    """Count a round, if it has ended, for its frame; return its counts, None where it may not be shown any more.

    The same statement for right, wrong, and not yet: nobody learns from the time it takes. It is written out since
    every move makes it: putting it together anew would take longer than the database does.
    """
    ended = played.outcome is not Outcome.OPEN
    network = title.network_points(played) if isinstance(played, title.TitleRound) else frame.network_points(played)
    added = (ended, played.outcome is Outcome.RIGHT, network is not None, bool(network))
    with connection.cursor() as cursor:
        cursor.execute(_count_statement(), [*map(int, added), frame_of(played), Frame.Status.APPROVED])
        row = cursor.fetchone()
    return Answers(*row) if row else None


@cache
def _count_statement() -> str:
    quote = connection.ops.quote_name
    stats, frames, shows = (quote(model._meta.db_table) for model in (FrameStat, Frame, Show))
    counts = [quote(name) for name in ("shown", "right", "network_shown", "network_right")]
    there = (
        f"SELECT 1 FROM {frames} f JOIN {shows} s ON s.id = f.show_id "  # noqa: S608 - names of our own tables
        f"WHERE f.id = {stats}.frame_id AND f.status = %s AND f.deleted_at IS NULL AND s.is_listed"
    )
    added = ", ".join(f"{count} = {count} + %s" for count in counts)
    returned = f"RETURNING {counts[0]}, {counts[1]}"
    return f"UPDATE {stats} SET {added} WHERE frame_id = %s AND EXISTS ({there}) {returned}"  # noqa: S608 - as above


def save_result(player: Player, saved: Saved, state: State) -> None:
    """Keep the result of a run that was played to its end, once; practice leaves none."""
    if saved.mode == Mode.PRACTICE:
        return
    result = _result(player, saved, state, totals(state))
    try:
        with transaction.atomic():
            result.save(force_insert=True)
    except IntegrityError:  # the same challenge was finished in another browser
        same_challenge = owned_by(player).filter(game=saved.slot.game, day=result.day, mode=Mode.DAILY)
        result = same_challenge.first() or result
    saved.notes["result"] = result.public_id


def owned_by(player: Player) -> QuerySet[GameResult]:
    """Return the results of a player: of the account, or without one of the session's token."""
    if player.user_id is not None:
        return GameResult.objects.filter(user=player.user_id)
    return GameResult.objects.filter(user=None, token=player.token).exclude(token="")


def _result(player: Player, saved: Saved, state: State, added: Totals) -> GameResult:
    return GameResult(
        nonce=saved.run,
        user_id=player.user_id,
        token="" if player.user_id is not None else player.token,
        game=saved.slot.game,
        mode=saved.mode,
        ranked=is_ranked(state, seen_only=saved.seen_only) and _may_be_ranked(player),
        day=date.fromisoformat(saved.day) if saved.day else timezone.localdate(),
        score=added.score,
        best_possible=added.best_possible,
        network_score=added.network,
        compared=added.compared,
        own_compared=added.own_compared,
        seed=saved.seed,
        details=_details(saved, state),
    )


def _may_be_ranked(player: Player) -> bool:
    who = f"account {player.user_id}" if player.user_id is not None else f"token {player.token}"
    of_player = allow(f"results {who}", limit=RANKED_A_DAY, seconds=_DAY)
    return allow(f"results {player.address}", limit=4 * RANKED_A_DAY, seconds=_DAY) and of_player


def _details(saved: Saved, state: State) -> dict[str, Any]:
    how = {name: value for name, value in asdict(state.options).items() if name != "rounds"}
    told: dict[str, Any] = {**how, "seen_only": saved.seen_only}
    if isinstance(state, matching.MatchingState):
        seconds = int((saved.ended or saved.started) - saved.started)
        told |= {"turns": state.turns, "seconds": seconds, "perfect": matching.is_perfect(state)}
        told["pairs"] = [found.by for found in state.found]
    elif isinstance(state, title.TitleState):
        told["rounds"] = [_title_round(played) for played in state.rounds]
    else:
        told["rounds"] = [_frame_round(played) for played in state.rounds]
    return told


def _title_round(played: title.TitleRound) -> dict[str, Any]:
    return _round(played, title.network_points(played), hints=len(played.asked), tries=len(played.tries))


def _frame_round(played: frame.FrameRound) -> dict[str, Any]:
    return _round(played, frame.network_points(played), hints=0, tries=len(played.picks))


def _round(played: Round, network: int | None, *, hints: int, tries: int) -> dict[str, Any]:
    return {
        "show": played.show,
        "outcome": played.outcome,
        "points": played.points,
        "network": network,
        "hints": hints,
        "tries": tries,
    }
