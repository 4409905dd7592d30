"""What players tell the curators: this frame is no good, and my answer should have counted."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet

from catalog.core.titles import normalise
from catalog.models import Alias
from catalog.services import catalogue_changed
from classifier.throttle import allow
from games.core import frame, matching, title
from games.core.rules import Outcome
from games.core.scoring import State
from games.models import Appeal, Report
from games.services.pages import NoRun, Played
from games.services.playing import EARLIER_PAGE
from games.services.runs import EXPIRED, read_state
from games.session import Player, Slot, locked

A_DAY = 30
"""The most reports, and the most appeals, that one player may send in a day."""

THANKS = "Thank you. A curator will look at it."
ENOUGH = "That is a lot for one day. Come back tomorrow."
NOTHING = "There is nothing to report here now."

_DAY = 24 * 60 * 60


def report_frame(player: Player, slot: Slot, nonce: str, reason: str, place: int = 0) -> Played | NoRun:
    """Report a frame that is to be seen now; `place` says which, from 0, where there are several."""
    with locked(player, slot) as saved:
        state = read_state(saved)
        if saved is None or isinstance(state, NoRun):
            return state if isinstance(state, NoRun) and state.reason else NoRun(EXPIRED)
        reported = _frame_at(state, place)
        if nonce != saved.nonce:
            return Played(EARLIER_PAGE, stale=True)
        if reported is None or reason not in Report.Reason.values:
            return Played(NOTHING)
        if not _allowed(player, "report"):
            return Played(ENOUGH)
        user, token = _who(player)
        Report.objects.bulk_create(
            [Report(frame_id=reported, user_id=user, token=token, reason=reason)], ignore_conflicts=True
        )
        saved.notes["reported"] = [*saved.notes.get("reported", []), reported]
    return Played(THANKS)


def appeal(player: Player, slot: Slot, nonce: str) -> Played | NoRun:
    """Ask that the title typed last should have counted, once the round has ended without it."""
    with locked(player, slot) as saved:
        state = read_state(saved)
        if saved is None or isinstance(state, NoRun):
            return state if isinstance(state, NoRun) and state.reason else NoRun(EXPIRED)
        if nonce != saved.nonce:
            return Played(EARLIER_PAGE, stale=True)
        played = state.current if isinstance(state, title.TitleState) else None
        if played is None or not _can_appeal(played) or saved.notes.get("appealed") == played.drawn.frame:
            return Played(NOTHING)
        if not _allowed(player, "appeal"):
            return Played(ENOUGH)
        _ask_for(player, played.show, played.tries[-1].text)
        saved.notes["appealed"] = played.drawn.frame
    return Played(THANKS)


@transaction.atomic
def accept_appeals(appeals: QuerySet[Appeal]) -> int:
    """Make what was asked for names of their shows, and return how many were."""
    accepted = list(appeals.exclude(state=Appeal.State.ACCEPTED).select_related("show"))
    for one in accepted:
        Alias.objects.get_or_create(show=one.show, text=one.text, language=Alias.Language.SYNONYM)
    Appeal.objects.filter(pk__in=[one.pk for one in accepted]).update(state=Appeal.State.ACCEPTED)
    catalogue_changed()
    return len(accepted)


def refuse_appeals(appeals: QuerySet[Appeal]) -> int:
    """Turn down what was asked for, and return how many were; names that were accepted before stay names."""
    return appeals.filter(state=Appeal.State.OPEN).update(state=Appeal.State.REFUSED)


def close_reports(reports: QuerySet[Report]) -> int:
    """Put reports aside that were looked at, and return how many were not yet."""
    return reports.filter(state=Report.State.OPEN).update(state=Report.State.DONE)


def _frame_at(state: State, place: int) -> int | None:
    """Return the frame at a place of the round that ended, or of the open cards; None where there is none."""
    if isinstance(state, matching.MatchingState):
        shown = {*state.open, *matching.taken(state)}
        return state.cards[place].frame if place in shown else None
    if state.at >= len(state.rounds) or state.rounds[state.at].outcome in (Outcome.OPEN, Outcome.GONE):
        return None
    if isinstance(state, frame.FrameState):
        choices = state.rounds[state.at].choices
        return choices[place].drawn.frame if 0 <= place < len(choices) else None
    return state.rounds[state.at].drawn.frame


def _can_appeal(played: title.TitleRound) -> bool:
    missed = played.outcome in (Outcome.WRONG, Outcome.GIVEN_UP)
    return missed and not played.choices and bool(played.tries)


def _ask_for(player: Player, show: int, text: str) -> None:
    """Write it down, or count one more who asks for the same."""
    user, token = _who(player)
    asked, is_new = Appeal.objects.get_or_create(
        show_id=show,
        normalised=normalise(text)[:200],
        defaults={"text": text[:200], "user_id": user, "token": token},
    )
    if not is_new:
        Appeal.objects.filter(pk=asked.pk).update(votes=F("votes") + 1)


def _who(player: Player) -> tuple[int | None, str]:
    return player.user_id, "" if player.user_id is not None else player.token


def _allowed(player: Player, what: str) -> bool:
    return allow(f"{what} {player.user_id or player.token or player.address}", limit=A_DAY, seconds=_DAY)
