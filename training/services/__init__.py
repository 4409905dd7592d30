"""What training can be asked to do: make a run, train it, choose its epoch, promote it."""

from __future__ import annotations

from training.services.choice import choose
from training.services.ensemble import create_ensemble
from training.services.promotion import promote
from training.services.runs import RunError, RunSummary, create_run, derive_run, existing_run, replan_run, train_run
from training.services.sweep import Swept, run_sweep

__all__ = [
    "RunError",
    "RunSummary",
    "Swept",
    "choose",
    "create_ensemble",
    "create_run",
    "derive_run",
    "existing_run",
    "promote",
    "replan_run",
    "run_sweep",
    "train_run",
]
