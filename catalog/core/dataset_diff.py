"""What changed between two data sets, told by the bytes of their pictures, whatever the files are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Told:
    """A picture and what a data set says of it."""

    sha256: str
    file_name: str
    label: str
    split: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A picture of both data sets; `before` and `after` are labels or splits, joined where copies differ."""

    file_name: str  # in the second data set
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """From one data set to the other; each picture counts once, however many copies there are."""

    added: tuple[Told, ...] = ()
    removed: tuple[Told, ...] = ()
    relabelled: tuple[Changed, ...] = ()
    moved: tuple[Changed, ...] = field(default=())  # from one split to another
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether both hold the same pictures and say the same of them."""
        return not (self.added or self.removed or self.relabelled or self.moved)


def compare(before: Iterable[Told], after: Iterable[Told]) -> Difference:
    """Return what was added, removed, relabelled and moved between splits."""
    old, new = _by_picture(before), _by_picture(after)
    both = [sha256 for sha256 in new if sha256 in old]
    relabelled = {sha256: change for sha256 in both if (change := _changed(old[sha256], new[sha256], "label"))}
    moved = {sha256: change for sha256 in both if (change := _changed(old[sha256], new[sha256], "split"))}
    return Difference(
        added=tuple(copies[0] for sha256, copies in new.items() if sha256 not in old),
        removed=tuple(copies[0] for sha256, copies in old.items() if sha256 not in new),
        relabelled=tuple(relabelled.values()),
        moved=tuple(moved.values()),
        unchanged=len(both) - len(relabelled.keys() | moved.keys()),
    )


def _by_picture(pictures: Iterable[Told]) -> Mapping[str, list[Told]]:
    copies: dict[str, list[Told]] = defaultdict(list)
    for picture in pictures:
        copies[picture.sha256].append(picture)
    return dict(copies)


def _changed(before: list[Told], after: list[Told], name: str) -> Changed | None:
    old, new = (sorted({getattr(copy, name) for copy in copies}) for copies in (before, after))
    return None if old == new else Changed(after[0].file_name, ", ".join(old), ", ".join(new))
