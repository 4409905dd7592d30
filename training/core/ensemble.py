"""What several networks averaged into one learnt from, and what is left to judge them by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from training.core.manifest import ManifestRow
from training.core.splits import TEST, TRAIN, VAL

_LEARNT_FIRST = (TRAIN, VAL, TEST)


def joined_manifest(manifests: Sequence[Iterable[ManifestRow]]) -> tuple[ManifestRow, ...]:
    """Return the pictures of the first manifest, parted so that none judges what any network learnt from or chose by.

    A picture that taught one of the networks is a training picture, one that chose an epoch of one a validation
    picture; only what none of them has used is left to test. Pictures are told by their sha256.
    """
    first, *others = (tuple(manifest) for manifest in manifests)
    split_of: dict[str, str] = {}
    for row in (row for manifest in (first, *others) for row in manifest if row.split):
        earlier = split_of.get(row.sha256, row.split)
        split_of[row.sha256] = min(earlier, row.split, key=_LEARNT_FIRST.index)
    return tuple(replace(row, split=split_of[row.sha256]) if row.split else row for row in first)
