"""Who teaches and who judges in an exported data set: whole groups, and the same ones from export to export."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

TRAIN, VAL, TEST = "train", "val", "test"
_ORDER = (TRAIN, VAL, TEST)
_FEWEST = 3  # groups of a show, of which one judges even where chance sent none


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of groups that judge, each in [0, 1); the rest teaches."""

    val: float = 0.15
    test: float = 0.0

    def __post_init__(self) -> None:
        if min(self.val, self.test) < 0 or self.val + self.test >= 1:
            raise ValueError("The shares of val and test must be 0 or more and leave something to learn from.")


def deal_parts(groups: Sequence[str], shows: Sequence[str], given: Sequence[str], shares: Shares) -> list[str]:
    """Return the part of each frame; the three sequences tell of each frame its group, show and given split.

    A given split is kept. Where a group holds several, all of it goes where least is asked of it (`train` before `val`
    before `test`): what may have taught never judges. Other groups are dealt by a hash of their names, so that a later
    export with more frames deals the same ones the same way; a show with three groups or more has one that judges.
    """
    part_of = _given_parts(groups, given)
    show_of = dict(zip(reversed(groups), reversed(shows), strict=True))  # a group across shows counts for its first
    of_show: dict[str, list[str]] = defaultdict(list)
    for group, show in show_of.items():
        of_show[show].append(group)
    for members in of_show.values():
        free = sorted((group for group in members if group not in part_of), key=_luck)
        part_of |= {group: _dealt(_luck(group), shares) for group in free}
        if len(members) >= _FEWEST and free and shares.val and VAL not in {part_of[group] for group in members}:
            part_of[free[0]] = VAL
    return [part_of[group] for group in groups]


def _given_parts(groups: Sequence[str], given: Sequence[str]) -> dict[str, str]:
    named: dict[str, set[str]] = defaultdict(set)
    for group, split in zip(groups, given, strict=True):
        if split in _ORDER:
            named[group].add(split)
    return {group: min(splits, key=_ORDER.index) for group, splits in named.items()}


def _luck(group: str) -> float:
    """Return a number in [0, 1) that belongs to a name."""
    return int.from_bytes(hashlib.blake2b(group.encode(), digest_size=7).digest()) / 2**56


def _dealt(luck: float, shares: Shares) -> str:
    if luck < shares.val:
        return VAL
    return TEST if luck < shares.val + shares.test else TRAIN
