"""From logits to labels and how sure each is: the answers of tasks that name no show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.core.calibration import Floats, sigmoid, softmax
from classifier.core.model_card import ModelCard

OTHER_GROUP = "other"


@dataclass(frozen=True)
class LabelScore:
    """A label and its calibrated probability in [0, 1]; `counts` where it is part of the answer."""

    label: str
    confidence: float
    counts: bool


def label_scores(logits: Floats, card: ModelCard) -> tuple[LabelScore, ...]:
    """Return all labels of a card for the C logits of one picture, views averaged, the likeliest first.

    Where one label fits a picture the likeliest counts; where any number do, those that reach their thresholds.
    """
    confidences = label_confidences(logits, card)
    order = np.argsort(-confidences, kind="stable")
    counting = _counting(confidences, card)
    return tuple(LabelScore(card.labels[each], float(confidences[each]), bool(counting[each])) for each in order)


def label_confidences(logits: Floats, card: ModelCard) -> Floats:
    """Return the calibrated probabilities (..., C) of logits (..., C), as the kind of the card has it."""
    if card.kind == "multiple":
        return sigmoid(logits, card.temperature)
    return softmax(logits, card.temperature)


def sure_of(scores: Iterable[LabelScore], label: str, least: float = 0.8) -> LabelScore | None:
    """Return the score of a label where it counts and is at least so sure, else None."""
    return next((each for each in scores if each.label == label and each.counts and each.confidence >= least), None)


def grouped(scores: Iterable[LabelScore], groups: dict[str, str]) -> dict[str, list[LabelScore]]:
    """Return the labels by group, groups and labels in the order in which they come; `other` is last."""
    found: dict[str, list[LabelScore]] = {}
    for score in scores:
        found.setdefault(groups.get(score.label, OTHER_GROUP), []).append(score)
    return {name: found[name] for name in sorted(found, key=lambda name: name == OTHER_GROUP)}


def _counting(confidences: Floats, card: ModelCard) -> Sequence[bool]:
    if card.kind == "multiple":
        return [bool(each) for each in confidences >= np.asarray(card.thresholds)]
    return [place == int(np.argmax(confidences)) for place in range(len(confidences))]
