"""For whom was it made? Judged on whole shows; a label with fewer than four shows cannot be learnt and judged."""

from __future__ import annotations

from training.core.task import Task

DEMOGRAPHIC = Task(
    "demographic",
    column="demographic",
    headline="top1",
    what="demographics",
    split_by="show",
    usual={"class_balance": 0.9999},
)
