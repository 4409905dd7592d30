"""The page of finding the pairs."""

from __future__ import annotations

import time
from collections.abc import Mapping

from catalog.models import Show
from games.core import matching
from games.core.rules import Side
from games.core.scoring import State
from games.services.page_parts import gone_among, picture_view, run_view, shows_by_key, table_of
from games.services.pages import CardView, MatchingPage, NoRun
from games.session import Player, Saved, Slot


def matching_page(player: Player, slot: Slot, moved: tuple[Saved, State] | None = None) -> MatchingPage | NoRun:
    """Return the run of a slot as it stands; nothing moves. Who has just moved it need not read it again."""
    table = table_of(player, slot, matching.MatchingState, moved)
    if isinstance(table, NoRun):
        return table
    saved, state = table
    gone = gone_among(matching.visible_frames(state))
    shows = shows_by_key(state.cards[found.first].show for found in state.found)
    cards = tuple(_card(saved, state, place, shows, gone) for place in range(len(state.cards)))
    return MatchingPage(
        run=run_view(saved, state),
        cards=cards,
        against=state.options.against,
        turn=state.turn,
        turns=state.turns,
        network_turns=state.network_turns,
        pairs=matching.pairs_of(state, Side.PLAYER),
        network_pairs=matching.pairs_of(state, Side.NETWORK),
        seconds=int((saved.ended or time.time()) - saved.started),
        can_go_on=_can_go_on(state),
        one_open=len(state.open) == 1,
        opened_by=_opened_by(state),
        pair=tuple(cards[place] for place in state.last if place in matching.taken(state)),
        complete=matching.is_complete(state),
        perfect=matching.is_perfect(state),
    )


def _card(
    saved: Saved, state: matching.MatchingState, place: int, shows: Mapping[int, Show], gone: set[int]
) -> CardView:
    card = state.cards[place]
    found_by = next((found.by for found in state.found if place in (found.first, found.second)), None)
    is_open = place in state.open
    face_up = is_open or found_by is not None
    return CardView(
        number=place + 1,
        picture=picture_view(saved, card, place + 1, gone) if face_up else None,
        show=shows.get(card.show) if found_by is not None else None,
        found_by=found_by,
        open=is_open,
    )


def _can_go_on(state: matching.MatchingState) -> bool:
    return not matching.is_complete(state) and (state.turn is Side.NETWORK or len(state.open) == 2)


def _opened_by(state: matching.MatchingState) -> Side | None:
    """Tell who turned the two cards that lie open: whoever's turn it is not, and alone always the player."""
    if len(state.open) < 2:
        return None
    return Side.NETWORK if state.options.against is not None and state.turn is Side.PLAYER else Side.PLAYER
