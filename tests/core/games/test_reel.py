"""A cell for each round: told by sign and word, not by colour alone."""

from __future__ import annotations

from games.core.reel import cell, cells
from games.core.rules import Outcome
from games.core.share import Mark


def test_every_outcome_has_a_word_of_its_own():
    words = [cell(outcome).word for outcome in Outcome]
    assert len(set(words)) == len(words)


def test_what_ended_has_a_sign():
    assert all(cell(outcome).icon for outcome in Outcome if outcome is not Outcome.OPEN)


def test_right_with_help_looks_other_than_right():
    assert cell(Outcome.RIGHT, helped=True) != cell(Outcome.RIGHT)
    assert cell(Outcome.WRONG, helped=True) == cell(Outcome.WRONG)


def test_rounds_to_come_have_their_cells():
    kinds = [one.kind for one in cells((Mark(Outcome.RIGHT, helped=False), Mark(Outcome.OPEN, helped=False)), 4)]
    assert kinds == ["right", "now", "ahead", "ahead"]


def test_a_run_that_goes_on_without_an_end_has_no_cell_too_few():
    assert cells((Mark(Outcome.RIGHT, helped=True),) * 3, 2) == [cell(Outcome.RIGHT, helped=True)] * 3
