"""A show without training: the mean of a few embeddings of its frames stands in for an output of the network.

A prototype (Snell et al. 2017) joins the softmax as one more logit, linear in the cosine between it and the picture.
Its scale and bias count in calibrated logits whose mean over the labels is 0, so that neither the temperature nor an
offset moves them. They are set on pictures set apart, as the likelihood of all of them wants it, the bias never higher
than the others can bear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from classifier.core.calibration import Floats

LEAST_FRAMES = 5
"""A prototype of fewer frames is no more than what those frames show."""

BEARABLE = 0.01
"""So much of the top-1 of the shows that the network knows may be lost to a new one."""

SCALES = (1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 14.0, 20.0)
BELOW = tuple(step / 4 for step in range(41))
"""So far below the highest bias that is bearable others are tried."""
_LOWEST, _HIGHEST = -40.0, 40.0  # of the bias


@dataclass(frozen=True)
class PrototypeRule:
    """How a cosine in [-1, 1] becomes a logit: `scale * cosine + bias`."""

    scale: float
    bias: float

    def __post_init__(self) -> None:
        if not (self.scale > 0 and np.isfinite([self.scale, self.bias]).all()):
            raise ValueError("The scale of prototypes must be above 0, and scale and bias finite.")


CAUTIOUS = PrototypeRule(scale=7.0, bias=0.33)
"""For networks on which nothing was measured; docs/prototypes.md says what it costs the one that comes with SNN."""


@dataclass(frozen=True)
class Trial:
    """One new show, tried: what the network said of its pictures, of others that it knows, and of strangers.

    `logits`: N x C, calibrated. `cosines`: N, to the prototype. `targets`: N, the right output of a known picture, -1
    for one of the new show, -2 for a stranger.
    """

    logits: npt.NDArray[np.float64]
    cosines: npt.NDArray[np.float64]
    targets: npt.NDArray[np.int64]

    # Each is asked for by every rule that is tried, and costs more than the rule.

    @cached_property
    def level(self) -> npt.NDArray[np.float64]:
        """Return the mean logit of each picture."""
        return np.asarray(self.logits.mean(axis=1))

    @cached_property
    def highest(self) -> npt.NDArray[np.float64]:
        """Return the largest logit of each picture."""
        return np.asarray(self.logits.max(axis=1))

    @cached_property
    def everything(self) -> npt.NDArray[np.float64]:
        """Return the logarithm of the sum of the exponentials of each picture's logits."""
        return np.asarray(self.highest + np.log(np.exp(self.logits - self.highest[:, None]).sum(axis=1)))

    @cached_property
    def right(self) -> npt.NDArray[np.bool_]:
        """Tell of each picture whether the network names its show."""
        return np.asarray(self.logits.argmax(axis=1) == self.targets)


NEW, STRANGER = -1, -2


def prototype(embeddings: Floats) -> npt.NDArray[np.float64] | None:
    """Return the mean direction (D) of N x D embeddings of length 1, None where fewer than `LEAST_FRAMES` are given.

    Zeros, which stand for frames without an embedding, do not count.
    """
    given = np.asarray(embeddings, dtype=np.float64)
    given = given[np.abs(given).sum(axis=1) > 0]
    mean = given.mean(axis=0) if len(given) >= LEAST_FRAMES else np.zeros(given.shape[1])
    length = float(np.linalg.norm(mean))
    return mean / length if length > 0 else None


def joined_logits(
    logits: Floats, embeddings: Floats, prototypes: Floats, *, temperature: float, rule: PrototypeRule
) -> Floats:
    """Put K prototypes (K x D) beside the C outputs: N x C logits and N x D embeddings become N x (C + K) logits.

    They are logits as the network gives them: what divides by the temperature afterwards stays as it is.
    """
    if len(prototypes) == 0:
        return logits
    outputs = np.asarray(logits, dtype=np.float64)
    cosines = np.asarray(embeddings, dtype=np.float64) @ np.asarray(prototypes, dtype=np.float64).T
    more = outputs.mean(axis=1, keepdims=True) + temperature * (rule.scale * cosines + rule.bias)
    return np.concatenate([outputs, more], axis=1)


def fit_rule(trials: Sequence[Trial], *, bearable: float = BEARABLE) -> PrototypeRule:
    """Return the rule with the best likelihood among those of which known shows lose at most `bearable` of top-1.

    The three kinds of pictures weigh alike; a stranger is likely where it is not taken for the new show.
    """
    if not trials:
        raise ValueError("A rule for prototypes needs at least one show to try it on.")
    highest = {scale: _highest_bias(trials, scale, bearable) for scale in SCALES}
    rules = [PrototypeRule(scale, bias - below) for scale, bias in highest.items() for below in BELOW]
    return min(rules, key=lambda rule: _surprise(trials, rule))


def lost(trial: Trial, rule: PrototypeRule) -> float:
    """Return by how much the share of known pictures answered rightly falls, in [0, 1]."""
    known = trial.targets >= 0
    return float((trial.right & taken(trial, rule))[known].mean()) if known.any() else 0.0


def found(trial: Trial, rule: PrototypeRule, *, target: int = NEW) -> float:
    """Return the share of pictures of the new show (or of strangers) that are answered with the new show."""
    return float(taken(trial, rule)[trial.targets == target].mean())


def taken(trial: Trial, rule: PrototypeRule) -> npt.NDArray[np.bool_]:
    """Tell of each picture whether the new show is its likeliest answer."""
    return np.asarray(_logit(trial, rule) > trial.highest)


def _logit(trial: Trial, rule: PrototypeRule) -> npt.NDArray[np.float64]:
    return np.asarray(trial.level + rule.scale * trial.cosines + rule.bias)


def _highest_bias(trials: Sequence[Trial], scale: float, bearable: float) -> float:
    """Halve the interval: what is lost only grows with the bias."""
    low, high = _LOWEST, _HIGHEST
    for _ in range(20):
        middle = (low + high) / 2
        cost = np.mean([lost(trial, PrototypeRule(scale, middle)) for trial in trials])
        low, high = (middle, high) if cost <= bearable else (low, middle)
    return low


def _surprise(trials: Sequence[Trial], rule: PrototypeRule) -> float:
    """Return the mean negative log-likelihood, in nats, of each kind of picture, added up."""
    total = 0.0
    for trial in trials:
        odds = _logit(trial, rule) - trial.everything  # log odds of the new show against all that the network knows
        for kind, sign in ((trial.targets == NEW, -1.0), (trial.targets >= 0, 1.0), (trial.targets == STRANGER, 1.0)):
            if kind.any():
                total += float(np.logaddexp(0, sign * odds[kind]).mean())
    return total / len(trials)
