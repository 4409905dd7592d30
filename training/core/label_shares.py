"""Which labels a picture of a domain could have at all, before it is looked at.

A few known pictures of a domain tell the labels that happen to have one from those that have none, so a network learns
that whatever looks like the domain is one of them. Against that, logits are shifted in training by the share of each
label within the picture's domain (balanced softmax, Ren et al. 2020; logit adjustment, Menon et al. 2021): such a
picture is then told apart from the domain's other labels, and says next to nothing of labels without any.

How likely a label is then, before the picture is looked at, is for the recipe to say: all alike, or labels that have
pictures in the domain more. Frames are frames of what is watched, and so was what the known ones were taken from.
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
    """`shifts` (D, C): added to a known picture's logits in training. `flat` (D, C): what a stranger should get."""

    shifts: npt.NDArray[np.float32]
    flat: npt.NDArray[np.float32]


def label_shares(
    counts: npt.NDArray[np.int64], domains: Sequence[str], balanced: Sequence[str], seen_share: float = 0.0
) -> LabelShares:
    """Return shifts and flat targets of C labels that have `counts` (D x C) known training pictures in each domain.

    Only domains in `balanced` shift anything. There `seen_share` of the known pictures to come are taken to be of
    labels that have pictures in the domain; at 0 every label is as likely as another. Labels with none but drawn demo
    pictures, beside labels with real ones, are no answer to a stranger, and are never shifted: what is drawn is told
    from what is real everywhere.
    """
    demo = np.array([domain == DEMO_DOMAIN for domain in domains], dtype=bool)
    real = counts[~demo].sum(axis=0) > 0
    if not real.any():
        real = np.ones(counts.shape[1], dtype=bool)
    shifts = np.zeros(counts.shape, dtype=np.float32)
    flat = np.tile(real / real.sum(), (len(domains), 1)).astype(np.float32)
    for row, domain in enumerate(domains):
        seen = real & (counts[row] > 0)
        if domain in balanced and seen.any():
            if seen_share and (seen != real).any():
                flat[row] = seen_share * seen / seen.sum() + (1 - seen_share) * (real & ~seen) / (real & ~seen).sum()
            mean = counts[row, seen].mean()
            expected = flat[row, real] / flat[row, seen].mean()
            shifts[row, real] = np.log(np.maximum(counts[row, real], UNSEEN) / mean) - np.log(expected)
    return LabelShares(shifts=shifts, flat=flat)
