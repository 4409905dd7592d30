"""From logits to the answer that people read: the likeliest shows, how sure, and whether it is known at all.

Confidences are calibrated probabilities over everything the network knows. A show that may not be named (unlisted, or
gone from the catalogue) is passed over and its probability is not handed to others, so that confidence stays honest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifier.core.calibration import Floats, softmax
from classifier.core.unknown import UnknownRule

TOP = 5
HALF = 0.5
"""Shows that it never learnt are strange to the network: its rule says nothing where they are likelier than others."""

_WORDS = ((0.95, "almost certain"), (0.8, "very likely"), (0.6, "likely"), (0.35, "possible"), (0.0, "a guess"))


@dataclass(frozen=True)
class Ranked:
    """One show of an answer: the index of its output, and its confidence in [0, 1]."""

    output: int
    confidence: float


@dataclass(frozen=True)
class Ranking:
    """An answer: the likeliest outputs, best first, and why the picture counts as unknown where it does."""

    predictions: tuple[Ranked, ...]
    known: bool
    reason: str = ""


def top_shows(
    logits: Floats,
    *,
    temperature: float,
    unknown: UnknownRule,
    nameable: npt.NDArray[np.bool_],
    learnt: int | None = None,
    k: int = TOP,
) -> Ranking:
    """Rank the C logits of one picture, views averaged; `nameable` tells which of the C outputs may be named.

    The first `learnt` outputs (all, unless said) are the network's own, of which the rule of unknown speaks; the others
    are of shows that it never learnt. Always the best `k` (fewer where fewer may be named), also of an unknown picture.
    Equal logits keep their order.
    """
    logits = np.asarray(logits, dtype=np.float64)
    probabilities = softmax(logits, temperature)
    order = np.argsort(-logits, kind="stable")
    best = [int(output) for output in order if nameable[output]][:k]
    predictions = tuple(Ranked(output, min(1.0, float(probabilities[output]))) for output in best)
    unlearnt = float(probabilities[learnt:].sum()) if learnt is not None else 0.0
    reason = ""
    if not best:
        reason = "None of the shows that the network knows is listed here."
    elif unlearnt <= HALF and not unknown.is_known(logits[None, :learnt], temperature)[0]:
        reason = "It is not enough like any show that the network knows."
    elif int(order[0]) != best[0]:
        reason = "It looks most like a show that is not listed here."
    return Ranking(predictions, known=not reason, reason=reason)


def confidence_word(confidence: float) -> str:
    """Say a calibrated confidence in [0, 1] in a word or two."""
    return next(word for least, word in _WORDS if confidence >= least)
