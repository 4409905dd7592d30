"""Anime or cartoon? Judged on whole shows that the network never saw: else it would know the show, not the style.

There are far more pictures of anime, so the rarer label weighs more; both should be told alike.
"""

from __future__ import annotations

from training.core.task import Task

STYLE = Task(
    "style",
    column="kind",
    headline="top1",
    what="styles",
    split_by="show",
    labels=("anime", "cartoon"),
    usual={"class_balance": 0.9999},
)
