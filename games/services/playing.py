"""A move: read under the lock of its run, judged by the rules, counted, and stored; or refused with a sentence."""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass

from catalog.core.title_match import Kind
from catalog.services import judge_title
from games.core import frame, matching, rounds, title
from games.core.registry import Mode
from games.core.rules import IllegalMove, Outcome
from games.core.scoring import State, Totals, totals
from games.services.counting import count_answer, save_result
from games.services.dealing import deal
from games.services.drawing import pool_for
from games.services.pages import NoRun, Played, TooFew
from games.services.runs import EXPIRED, RULES, open_round, read_state, write_state
from games.session import Player, Saved, Slot, load, locked

EARLIER_PAGE = "That page was from before your last move. Here is where you are."
TAKEN_AWAY = "This frame was taken out of the catalogue just now. The round counts for nobody."

_VERDICTS = {
    Kind.EXACT: title.Verdict.RIGHT,
    Kind.TYPO: title.Verdict.ALMOST,
    Kind.FRANCHISE: title.Verdict.SEASON,
    Kind.AMBIGUOUS: title.Verdict.NEARLY,
    Kind.NEARLY: title.Verdict.NEARLY,
    Kind.WRONG: title.Verdict.WRONG,
}
_SENTENCES = {
    Kind.TYPO: "Not quite how it is spelt, but it counts.",
    Kind.FRANCHISE: "The right story, but another season or film of it. This cost no try.",
    Kind.AMBIGUOUS: "Close, but as close to another show. Spell it out; this cost no try.",
    Kind.NEARLY: "Nearly: mind the spelling. This cost no try.",
}


@dataclass(frozen=True)
class TypedTitle:
    """A title as it was typed."""

    text: str


Move = TypedTitle | title.Move | frame.Move | matching.Move


def play(player: Player, slot: Slot, nonce: str, move: Move) -> Played | NoRun:
    """Make a move. Of the same form sent twice, or from an older page, only the first one counts."""
    message = ""
    if isinstance(move, TypedTitle):
        # Before the run is locked: all titles may have to be read into memory first.
        move, message = _judged(player, slot, move)
    with locked(player, slot) as saved:
        state = read_state(saved)
        if saved is None:
            return NoRun(EXPIRED)
        if isinstance(state, NoRun):
            return state
        if not nonce or not secrets.compare_digest(nonce.encode(), saved.nonce.encode()):
            twice = nonce and nonce == saved.notes.get("before")
            return Played("" if twice else EARLIER_PAGE, stale=True)
        try:
            return _moved(player, saved, state, move, message)
        except IllegalMove as refusal:
            return Played(str(refusal))


def _moved(player: Player, saved: Saved, state: State, move: Move, message: str) -> Played:
    if saved.mode == Mode.PRACTICE and _ends_run(state, move):
        return _dealt_on(player, saved, state)
    state = _without_gone(saved, state, move)
    after: State = RULES[saved.slot.game].play(state, move)
    if open_round(state) is not None:
        answers = count_answer(_same_round(state, after))
        if answers is None:
            after, message = RULES[saved.slot.game].play(state, rounds.Void()), TAKEN_AWAY
        saved.notes["answers"] = answers
    if saved.ended is None and RULES[saved.slot.game].is_complete(after):
        saved.ended = time.time()
        save_result(player, saved, after)
    return _stored(saved, after, message)


def _judged(player: Player, slot: Slot, typed: TypedTitle) -> tuple[title.Answer, str]:
    """Judge a title by the round that waits for one; the nonce tells later whether it is still that round."""
    state = read_state(load(player, slot))
    played = None if isinstance(state, NoRun) else open_round(state)
    if not isinstance(played, title.TitleRound):
        return title.Answer("", title.Verdict.WRONG), ""
    kind = judge_title(played.show, typed.text).kind
    if kind is Kind.BLANK:
        return title.Answer("", title.Verdict.WRONG), ""
    return title.Answer(typed.text.strip(), _VERDICTS[kind]), _SENTENCES.get(kind, "")


def _without_gone(saved: Saved, state: State, move: Move) -> State:
    """Let a player leave a round whose frame is gone, though it was not answered."""
    played = open_round(state)
    if played is None or not isinstance(move, rounds.Next) or count_answer(played) is not None:
        return state
    left: State = RULES[saved.slot.game].play(state, rounds.Void())
    return left


def _same_round(before: State, after: State) -> title.TitleRound | frame.FrameRound:
    """Return the round that was open before the move, as it is after it."""
    assert not isinstance(before, matching.MatchingState)  # noqa: S101 - `open_round` knows none there
    assert not isinstance(after, matching.MatchingState)  # noqa: S101
    return after.rounds[before.at]


def _stored(saved: Saved, state: State, message: str) -> Played:
    write_state(saved, state)
    saved.notes["before"] = saved.nonce
    saved.moved()
    return Played(message, run=(saved, state))


def _ends_run(state: State, move: Move) -> bool:
    """Tell whether this move leaves the last round behind."""
    if isinstance(state, matching.MatchingState) or not isinstance(move, rounds.Next):
        return False
    return state.at == len(state.rounds) - 1 and state.rounds[-1].outcome is not Outcome.OPEN


def _dealt_on(player: Player, saved: Saved, state: State) -> Played:
    """Go on with endless practice: another ten rounds, dealt as the ones before."""
    pool = pool_for(player, learnt=state.options.learnt, all_shows=not saved.seen_only)
    saved.seed = secrets.token_urlsafe(12)
    dealt = deal(pool, saved.slot.game, state.options, saved.seed)
    if isinstance(dealt, TooFew):
        raise IllegalMove("There are not enough shows left to go on. Choose again what to play with.")
    assert not isinstance(state, matching.MatchingState)  # noqa: S101 - it has no rounds to go on with
    before = Totals(**saved.notes.get("totals", {})) + totals(state)
    saved.notes |= {"totals": asdict(before), "rounds": saved.notes.get("rounds", 0) + len(state.rounds)}
    saved.ended = None
    return _stored(saved, dealt, "")
