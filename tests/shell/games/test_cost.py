"""A move takes at most three statements beside those on session, user and transaction."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Show
from catalog.services import suggest_shows
from games.core import frame, matching
from tests.shell.games.conftest import Table

NOT_COUNTED = ("django_session", "accounts_user", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def _statements(table, **move):
    """Make a move as pages with scripts do: the answer is the page after it."""
    data = {"nonce": table.page().run.nonce, **move}
    with CaptureQueriesContext(connection) as made:
        answer = table.client.post(table.url("play"), data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return [query["sql"] for query in made if not any(name in query["sql"] for name in NOT_COUNTED)]


def _moves(table):
    """A whole run, one move after the other, and its last."""
    if table.slot.game == "matching":
        places = sorted(range(12), key=lambda place: table.state.cards[place].show)
        yield from ({"choice": place} for place in places)
        return
    for number in range(10):
        played = table.round
        if table.slot.game == "frame":
            yield {"choice": frame.right_place(played)}
        else:
            yield {"hint": "year"}
            yield {"hint": "frame"}
            yield {"answer": "Nothing Of The Kind"}
            yield {"answer": Show.objects.get(pk=played.show).title}
        if number < 9:
            yield {"act": "next"}


@pytest.mark.parametrize("game", ["title", "frame", "matching"])
def test_a_move_takes_at_most_three_statements(client, shows, game):
    table = Table(client, game)
    table.start(against="nobody")
    suggest_shows("amber")  # titles are read into memory once
    for move in _moves(table):
        made = _statements(table, **move)
        assert len(made) <= 3, "\n".join(made)
    assert matching.is_complete(table.state) if game == "matching" else table.state.at == 9
