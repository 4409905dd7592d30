"""The tags that a network learns: frequent enough, and in groups where only one of a group can be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

COLOURS = frozenset(
    "aqua black blonde blue brown gray green grey orange pink purple red silver white yellow".split()  # noqa: SIM905
)
PARTS = {"eyes": "eye colour", "hair": "hair colour"}
NOT_HEARD = -1
"""In place of 0 or 1, where nobody said whether a tag is true of a picture."""


def count_tags(labels: Iterable[str]) -> Counter[str]:
    """Count in how many pictures each tag is; a label is a picture's tags, separated by spaces."""
    return Counter(tag for label in labels for tag in set(label.split()))


def frequent_tags(labels: Iterable[str], least: int) -> tuple[str, ...]:
    """Return the tags that at least so many pictures have, sorted."""
    return tuple(sorted(tag for tag, count in count_tags(labels).items() if count >= least))


def rare_tags(labels: Iterable[str], vocabulary: Sequence[str]) -> dict[str, int]:
    """Return the tags outside a vocabulary with the number of their pictures, the most frequent first."""
    counts = count_tags(labels).items()
    rare = sorted((item for item in counts if item[0] not in vocabulary), key=lambda item: (-item[1], item[0]))
    return dict(rare)


def tag_groups(vocabulary: Sequence[str]) -> dict[str, str]:
    """Return the group of each tag that names a colour of eyes or hair, of which a face has one as a rule."""
    groups = {}
    for tag in vocabulary:
        colour, _, part = tag.rpartition("_")
        if colour in COLOURS and part in PARTS:
            groups[tag] = PARTS[part]
    return groups


def exclusive_places(vocabulary: Sequence[str]) -> list[list[int]]:
    """Return the places of the tags of each group that has two or more."""
    places: dict[str, list[int]] = {}
    for tag, group in tag_groups(vocabulary).items():
        places.setdefault(group, []).append(vocabulary.index(tag))
    return [group for group in places.values() if len(group) > 1]


def truths(
    labels: Sequence[str], datasets: Sequence[str], vocabulary: Sequence[str], heard: Mapping[str, frozenset[str]]
) -> npt.NDArray[np.int64]:
    """Return N x C: 1 where a picture has a tag, 0 where it has not, `NOT_HEARD` where its data set never names it.

    `heard`: the tags that each data set names somewhere. Faces tagged with two colours say nothing of the weather.
    """
    truth = np.full((len(labels), len(vocabulary)), NOT_HEARD, dtype=np.int64)
    for row, (label, dataset) in enumerate(zip(labels, datasets, strict=True)):
        tags = set(label.split())
        for place, tag in enumerate(vocabulary):
            if tag in heard[dataset]:
                truth[row, place] = int(tag in tags)
    return truth
