"""When the network should say that it does not know: one score, one threshold, both on the model's card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from classifier.core.calibration import Floats, softmax

Score = Literal["max_probability", "max_logit", "energy", "none"]
SCORES: tuple[Score, ...] = get_args(Score)


def knownness(logits: Floats, temperature: float, score: Score) -> npt.NDArray[np.float64]:
    """Score N x C logits: the higher, the more likely the picture is of a show that the network knows.

    `max_probability` is the baseline of Hendrycks and Gimpel (2017), `max_logit` that of Hendrycks et al. (2022),
    `energy` (here with the sign turned, so that known is high) that of Liu et al. (2020). `none` is for tasks in which
    every picture has an answer: all are as known as any other, 0.
    """
    if score == "none":
        return np.zeros(np.shape(logits)[:-1])
    if score == "max_probability":
        return np.asarray(softmax(logits, temperature).max(axis=-1))
    values = np.asarray(logits, dtype=np.float64)
    if score == "max_logit":
        return np.asarray(values.max(axis=-1))
    return np.asarray(np.logaddexp.reduce(values, axis=-1))


@dataclass(frozen=True)
class UnknownRule:
    """A picture is known when its score is at least `threshold`; `operating_point` says how that was chosen.

    With the score `none` there is no threshold, and every picture is known.
    """

    score: Score
    threshold: float | None
    operating_point: str

    def __post_init__(self) -> None:
        if self.score not in SCORES:
            raise ValueError(f"score must be one of {', '.join(SCORES)}, not {self.score!r}")
        if self.threshold is None and self.score != "none":
            raise ValueError(f"threshold must be a number with the score {self.score}")

    def is_known(self, logits: Floats, temperature: float) -> npt.NDArray[np.bool_]:
        """Decide for N x C logits."""
        if self.score == "none" or self.threshold is None:
            return np.ones(np.shape(logits)[:-1], dtype=bool)
        return np.asarray(knownness(logits, temperature, self.score) >= self.threshold)


EVERY_PICTURE = UnknownRule(score="none", threshold=None, operating_point="every picture has an answer")
"""The rule of tasks without an unknown."""


def threshold_accepting(scores: Floats, weights: Floats, share: float = 0.95) -> float:
    """Return the largest threshold at which at least `share` of the weight of known pictures is accepted."""
    if len(scores) == 0:
        raise ValueError("a threshold needs at least one known picture")
    order = np.argsort(-np.asarray(scores, dtype=np.float64))
    accepted = np.cumsum(np.asarray(weights, dtype=np.float64)[order])
    index = int(np.searchsorted(accepted, share * accepted[-1] - 1e-12))
    return float(np.asarray(scores)[order][index])
