"""What a network answers, and what follows for splitting and choosing (DESIGN §4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Task:
    """One question asked of a picture.

    `label_column`: what is learnt. `split_column`: what must not be parted between train and val. `headline`: the
    metric shown first.
    """

    name: str
    label_column: Literal["label"]
    split_column: Literal["cluster"]
    headline: str


TASKS = {task.name: task for task in (Task("show", label_column="label", split_column="cluster", headline="top1"),)}
