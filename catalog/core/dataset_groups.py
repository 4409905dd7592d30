"""Which frames must not be parted: those of one video, and near copies of each other.

Union-find over the clusters and episodes that are known and over perceptual hashes that differ in few bits. Near copies
are sought across shows, too: the same picture under two labels would both teach and judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from catalog.core.frames import NEAR_BITS

_BLOCK = 128  # rows compared with all others at a time: 128 x N hashes are held


@dataclass(frozen=True, slots=True)
class Placed:
    """A frame and what says where it is from; `phash` has 16 hexadecimal digits or is empty."""

    sha256: str
    show: str
    source: str = ""
    cluster: str = ""
    episode: int | None = None
    phash: str = ""


def group_frames(frames: Sequence[Placed]) -> list[str]:
    """Return the name of each frame's group, the same name exactly for what must not be parted.

    A group goes by the cluster of its first frame where no other group does, else by the hash of that frame, so that
    frames which come later do not rename it.
    """
    joined = _Groups(len(frames))
    for one, other in _same_video(frames):
        joined.join(one, other)
    for one, other in _near_copies(frames):
        joined.join(one, other)
    firsts = [joined.first(index) for index in range(len(frames))]
    taken = Counter(frames[first].cluster for first in set(firsts))
    return [_name(frames[first], taken) for first in firsts]


class _Groups:
    """Union-find in which the earliest member stands for its group."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def first(self, index: int) -> int:
        while self._above[index] != index:
            self._above[index] = self._above[self._above[index]]
            index = self._above[index]
        return index

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self.first(one), self.first(other)))
        self._above[other] = one


def _same_video(frames: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """Pair each frame with the first one of its cluster (within a source) and of its episode."""
    first: dict[tuple[str, str, str | int], int] = {}
    for index, frame in enumerate(frames):
        if frame.cluster:
            yield first.setdefault(("cluster", frame.source, frame.cluster), index), index
        if frame.episode is not None:
            yield first.setdefault(("episode", frame.show, frame.episode), index), index


def _near_copies(frames: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    hashed = [index for index, frame in enumerate(frames) if frame.phash]
    hashes = np.array([int(frames[index].phash, 16) for index in hashed], dtype=np.uint64)
    for start in range(0, len(hashes), _BLOCK):
        differing = np.bitwise_count(hashes[start : start + _BLOCK, None] ^ hashes[None, start:])
        for one, other in np.argwhere(differing <= NEAR_BITS).tolist():
            if one < other:
                yield hashed[start + one], hashed[start + other]


def _name(first: Placed, taken: Counter[str]) -> str:
    return first.cluster if first.cluster and taken[first.cluster] == 1 else first.sha256[:16]
