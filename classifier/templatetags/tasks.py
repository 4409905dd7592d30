"""How the answers of the networks beside the first are shown."""

from __future__ import annotations

from django import template

from classifier.core.labels import OTHER_GROUP, LabelScore, grouped
from classifier.models import Task
from classifier.services.said import LabelsSaid

register = template.Library()

MOST_OF_THE_REST = 30

SHOWN_AT_ONCE = 0.25
"""A label that counts but is less likely than this stands with the less sure: rare tags count from a tenth on."""


@register.filter
def task_name(said: LabelsSaid) -> str:
    """Return what a task is called above its answer."""
    return {Task.STYLE: "Drawn as", Task.DEMOGRAPHIC: "Made for", Task.TAGS: "To be seen"}.get(
        Task(said.task), said.task
    )


@register.filter
def label_words(label: str) -> str:
    """Return a label in words: `blue_hair` is blue hair. Faces such as `:_)` stay as they are."""
    return label.replace("_", " ") if any(letter.isalpha() for letter in label) else label


@register.filter
def counting_groups(said: LabelsSaid) -> list[tuple[str, list[LabelScore]]]:
    """Return the labels that are shown at once, by what kind of thing they say; a nameless group has an empty name."""
    found = grouped([score for score in said.counting if _is_shown_at_once(score)], dict(said.groups))
    return [("" if name == OTHER_GROUP else name, scores) for name, scores in found.items()]


@register.filter
def less_sure(said: LabelsSaid) -> list[LabelScore]:
    """Return the likeliest of the labels that are not shown at once."""
    return [score for score in said.labels if not _is_shown_at_once(score)][:MOST_OF_THE_REST]


def _is_shown_at_once(score: LabelScore) -> bool:
    return score.counts and score.confidence >= SHOWN_AT_ONCE
