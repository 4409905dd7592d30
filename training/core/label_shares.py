"""Which labels a picture of a domain could have at all, before it is looked at.

A few known pictures of a domain tell the labels that happen to have one from those that have none, so a network learns
that whatever looks like the domain is one of them. Against that, logits are shifted in training by the share of each
label within the picture's domain (balanced softmax, Ren et al. 2020; logit adjustment, Menon et al. 2021): such a
picture is then told apart from the domain's other labels, and says next to nothing of labels without any.

All labels alike is a guess as well. Where frames are brought of what was watched, those of shows whose frames were to
be had are likelier than their number says: a finished network can be told so, by a share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.core.splits import DEMO_DOMAIN

UNSEEN = 0.1
"""As many pictures a label without any is taken to have in a domain: contrasted with little, but not with nothing."""


@dataclass(frozen=True)
class LabelShares:
    """`shifts` (D, C): added to a known picture's logits in training. `flat` (C,): what a stranger should get."""

    shifts: npt.NDArray[np.float32]
    flat: npt.NDArray[np.float32]


def label_shares(counts: npt.NDArray[np.int64], domains: Sequence[str], balanced: Sequence[str]) -> LabelShares:
    """Return shifts and flat target of C labels that have `counts` (D x C) known training pictures in each domain.

    Only domains in `balanced` shift anything. Labels with none but drawn demo pictures, beside labels with real ones,
    are no answer to a stranger, and are never shifted: what is drawn is told from what is real everywhere.
    """
    real = _real(counts, domains)
    shifts = np.zeros(counts.shape, dtype=np.float32)
    for row, domain in enumerate(domains):
        if domain in balanced and counts[row].any():
            mean = counts[row][counts[row] > 0].mean()
            shifts[row, real] = np.log(np.maximum(counts[row, real], UNSEEN) / mean)
    return LabelShares(shifts=shifts, flat=(real / real.sum()).astype(np.float32))


def expected_offsets(
    counts: npt.NDArray[np.int64], domains: Sequence[str], domain: str, seen_share: float
) -> npt.NDArray[np.float32]:
    """Return what to add to each of C logits of a picture of `domain`, which held all real labels alike before.

    After it, known pictures to come are expected to be of labels that have training pictures there in a share of
    `seen_share`, and of the others otherwise. Drawn labels beside real ones stay as they are.

    Raises:
        ValueError: no label has pictures there, or every one has.
    """
    real = _real(counts, domains)
    row = list(domains).index(domain) if domain in domains else None
    seen = real & (counts[row] > 0) if row is not None else np.zeros_like(real)
    unseen = real & ~seen
    if not seen.any():
        raise ValueError(f"no known picture of the domain {domain!r} was learnt, so no label is likelier there")
    if not unseen.any():
        raise ValueError(f"every label has pictures of the domain {domain!r}, so none is likelier there")
    offsets = np.zeros(counts.shape[1], dtype=np.float32)
    offsets[seen] = np.log(seen_share / seen.sum() * real.sum())
    offsets[unseen] = np.log((1 - seen_share) / unseen.sum() * real.sum())
    return offsets


def _real(counts: npt.NDArray[np.int64], domains: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return which labels (C,) have pictures that are not drawn by the program itself; all, where none has."""
    demo = np.array([domain == DEMO_DOMAIN for domain in domains], dtype=bool)
    real: npt.NDArray[np.bool_] = counts[~demo].sum(axis=0) > 0
    return real if real.any() else np.ones(counts.shape[1], dtype=bool)
