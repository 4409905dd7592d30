"""Shows to deal games from, made up, and what properties are tried with."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from games.core.candidates import Candidate, Drawn, Facts, Guess


def make_candidates(count: int = 12, *, frames: int = 3, franchises: int | None = None) -> list[Candidate]:
    """Make shows 1, 2, … that the network recognises; the franchises go round if there are fewer than shows."""
    return [
        Candidate(
            show=show,
            franchise=f"franchise {show % (franchises or count)}",
            title=f"Show Number {show}",
            frames=tuple(_drawn(show, count, number) for number in range(frames)),
            facts=Facts(2000 + show, "TV", 12, ("Drama", "Mystery"), ("Studio",)),
        )
        for show in range(1, count + 1)
    ]


def _drawn(show: int, count: int, number: int) -> Drawn:
    other = show % count + 1
    guesses = (Guess(show, f"show-{show}", 0.7), Guess(other, f"show-{other}", 0.2))
    return Drawn(show * 100 + number, "test", guesses, knows=True, difficulty=(show * 7 + number) % 10 / 10)


tried = settings(deadline=None, max_examples=40)
"""How properties are tried: a machine with other things to do is no failure."""

seeds = st.text(alphabet="abcdefghijklmnop0123456789", min_size=1, max_size=12)
