"""How the answers of a batch are shown in a line; they are kept as the API gives them."""

from __future__ import annotations

from typing import Any

from django import template

from classifier.templatetags.confidence import percent
from classifier.templatetags.tasks import label_words

register = template.Library()

MOST_TAGS = 6


@register.filter
def best_of(answer: dict[str, Any]) -> dict[str, Any] | None:
    """Return the likeliest show."""
    return next(iter(answer["predictions"]), None)


@register.filter
def what_else(answer: dict[str, Any]) -> str:
    """Say in a line what the networks beside the first see: the labels that count."""
    phrases = []
    for said in answer["tasks"].values():
        counting = [label for label in said["labels"] if label["counts"]]
        if said["kind"] == "single":
            phrases += [f"{label_words(each['label'])} ({percent(each['confidence'])})" for each in counting[:1]]
        else:
            phrases += [label_words(each["label"]) for each in counting[:MOST_TAGS]]
    return ", ".join(phrases)
