"""Which show is it? Shows that the network does not know are strangers, which it learns to call unknown."""

from __future__ import annotations

from training.core.task import Task

SHOW = Task("show", column="label", headline="top1", what="shows", has_strangers=True)
