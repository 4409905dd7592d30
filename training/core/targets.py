"""What a picture teaches: the label of a task, out of the row of a data set and what is known of its show."""

from __future__ import annotations

from catalog.core.imagefolder import Row
from catalog.core.label_facts import Facts
from training.core.task import Task


def label_of(row: Row, task: Task, facts: Facts) -> str:
    """Return the label of a row, empty where it has none; several tags are separated by spaces."""
    if task.column == "tags":
        return " ".join(row.tags)
    if task.column == "kind":
        return row.kind.lower()
    if task.column == "demographic":
        return (row.demographic or facts.of(row.label).demographic).lower()
    return row.label


def why_without(row: Row, task: Task) -> str:
    """Say why a row without a label teaches nothing."""
    return {
        "tags": "it has no tags",
        "kind": "nothing says whether it is anime or cartoon",
        "demographic": f"nothing says for whom {row.label or 'its show'} was made",
        "label": "it has no label",
    }[task.column]
