"""What a task is: one question asked of a picture, and what follows for learning it (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Task:
    """One question asked of a picture.

    `column`: of the data set, what is learnt. `kind`: whether one label is true of a picture (softmax, cross-entropy)
    or any number of them (a sigmoid each, binary cross-entropy). `split_by`: what must not be parted between those who
    learn and those who judge: near copies and frames of one video (`cluster`), or whole shows (`show`), always parted
    anew. `headline`: the metric shown first. `has_strangers`: whether there are pictures of which the right answer is
    that nobody knows; without, every picture has an answer. `labels`: all there are, empty where the data says.
    `what`: what the labels are called. `usual`: fields of the recipe that are usually otherwise than for shows.
    """

    name: str
    column: Literal["label", "kind", "demographic", "tags"]
    headline: Literal["top1", "map"]
    what: str
    kind: Literal["single", "multiple"] = "single"
    split_by: Literal["cluster", "show"] = "cluster"
    has_strangers: bool = False
    labels: tuple[str, ...] = ()
    usual: Mapping[str, Any] = field(default_factory=dict)
