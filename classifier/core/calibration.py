"""From logits to probabilities that mean what they say (Guo et al. 2017, temperature scaling)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]


def log_softmax(logits: Floats, temperature: float = 1.0) -> npt.NDArray[np.float64]:
    """Return log probabilities (..., C) of logits (..., C) divided by a temperature above 0."""
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, not {temperature}")
    scaled = np.asarray(logits, dtype=np.float64) / temperature
    scaled = scaled - scaled.max(axis=-1, keepdims=True)
    return np.asarray(scaled - np.log(np.exp(scaled).sum(axis=-1, keepdims=True)))


def softmax(logits: Floats, temperature: float = 1.0) -> npt.NDArray[np.float64]:
    """Return probabilities (..., C) that sum to 1 over the last axis."""
    return np.asarray(np.exp(log_softmax(logits, temperature)))


def sigmoid(logits: Floats, temperature: float = 1.0) -> npt.NDArray[np.float64]:
    """Return the probability of each of (...) logits by itself, divided by a temperature above 0."""
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, not {temperature}")
    scaled = np.asarray(logits, dtype=np.float64) / temperature
    return np.asarray(np.exp(-np.logaddexp(0.0, -scaled)))  # never overflows
