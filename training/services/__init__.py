"""What training can be asked to do: make a run, train it, choose its epoch, promote it."""

from __future__ import annotations

from training.services.choice import choose
from training.services.promotion import promote
from training.services.runs import RunError, RunSummary, create_run, existing_run, train_run

__all__ = ["RunError", "RunSummary", "choose", "create_run", "existing_run", "promote", "train_run"]
