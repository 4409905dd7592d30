"""The network at the matching game: a memory that fails by its strength, and eyes that compare embeddings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from games.core.rules import Level, chance

KEEPS = {Level.EASY: 0.55, Level.NORMAL: 0.8, Level.HARD: 0.97}
"""How likely it still has a card in mind after each turn of anybody."""

ALIKE = 0.6
"""From this likeness on, of -1 to 1, it takes two frames for a pair, where nothing better can be measured."""

Likeness = Sequence[Sequence[float]]
"""How alike two cards look by their embeddings, in [-1, 1]; by place, twice."""


def keep_in_mind(remembered: Collection[int], strength: Level, seed: str, turn: int) -> tuple[int, ...]:
    """Return which of the cards in mind are still there after a turn."""
    random = chance(seed, "memory", turn)
    return tuple(card for card in sorted(remembered) if random.random() < KEEPS[strength])


Pair = tuple[int, int]
"""Two places, the smaller first."""


@dataclass(frozen=True)
class Mind:
    """What the network knows of the table when it is its turn."""

    hidden: frozenset[int]  # places that lie face down
    remembered: frozenset[int]  # those it has in mind
    refuted: frozenset[Pair]  # lay open together and were no pair
    likeness: Likeness
    alike: float = ALIKE

    def best(self, pairs: Iterable[Pair]) -> Pair | None:
        """Return the most alike of these pairs, None where none is alike enough or all were refuted."""
        looks = [(self.likeness[one][other], (one, other)) for one, other in pairs if (one, other) not in self.refuted]
        likeness, pair = max(looks, default=(-1.0, (-1, -1)))
        return pair if likeness >= self.alike else None


def alike_from(same: Sequence[float], different: Sequence[float]) -> float:
    """Return the likeness from which two frames are best taken for a pair.

    Args:
        same: likenesses of two frames of one show.
        different: likenesses of two frames of different shows.

    It is the one by which most pairs and fewest others are as alike (Youden's J). It differs from network to network
    and from catalogue to catalogue, so it is measured wherever cards are dealt.
    """
    if not same or not different:
        return ALIKE
    others = sorted(different)
    ours = sorted(same)

    def gain(number: int) -> float:
        too_alike = len(others) - bisect_left(others, ours[number])
        return (len(ours) - number) / len(ours) - too_alike / len(others)

    return ours[max(range(len(ours)), key=gain)]


def choose_cards(mind: Mind, seed: str, turn: int) -> tuple[int, int]:
    """Return the two cards that the network turns, in this order.

    It takes the most alike two that it remembers, if they are alike enough. Otherwise it turns a card it does not
    remember, and then its likeness in memory, or one more that it does not remember.
    """
    random = chance(seed, "network", turn)
    known = sorted(mind.remembered & mind.hidden)
    if pair := mind.best((one, other) for one in known for other in known if one < other):
        return pair
    first = _any_of(mind.hidden, known, (), random.random())
    if pair := mind.best((min(first, other), max(first, other)) for other in known if other != first):
        return first, sum(pair) - first
    return first, _any_of(mind.hidden, known, (first,), random.random())


def _any_of(hidden: Collection[int], known: Collection[int], without: Collection[int], draw: float) -> int:
    """Draw a hidden card, one that is not known if there is any; `draw` is in [0, 1)."""
    free = sorted(set(hidden) - set(without))
    unknown = [card for card in free if card not in known]
    choice = unknown or free
    return choice[int(draw * len(choice))]
