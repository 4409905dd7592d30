"""How far a run has come, and what can be done with it next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Condition(StrEnum):
    """How far a run has come."""

    WAITING = "waiting"  # asked for, not made yet
    RUNNING = "running"
    STOPPED = "stopped"
    FAILED = "failed"
    TRAINED = "trained"
    CHOSEN = "chosen"
    PROMOTED = "promoted"


class Job(StrEnum):
    """What a worker can be asked to do with a run."""

    TRAIN = "train"
    CHOOSE = "choose"
    PROMOTE = "promote"


@dataclass(frozen=True)
class Facts:
    """What the files of a run tell. `made`: its folder is there. `epochs`: 0 while the recipe is not written."""

    made: bool = True
    alive: bool = False
    failed: bool = False
    epochs: int = 0
    epochs_done: int = 0
    chosen: bool = False
    promoted: bool = False


def condition_of(facts: Facts) -> Condition:
    """Say how far a run has come."""
    if facts.alive:
        return Condition.RUNNING
    if facts.failed and facts.epochs_done < max(facts.epochs, 1):
        return Condition.FAILED
    if not facts.made:
        return Condition.WAITING
    if facts.promoted:
        return Condition.PROMOTED
    if facts.chosen:
        return Condition.CHOSEN
    return Condition.TRAINED if facts.epochs_done >= facts.epochs else Condition.STOPPED


def possible_jobs(condition: Condition, *, epochs: int, epochs_done: int, scored: int) -> frozenset[Job]:
    """List the jobs that make sense now; none while a process works on the run."""
    if condition is Condition.RUNNING:
        return frozenset()
    jobs = set()
    if epochs_done < max(epochs, 1):
        jobs.add(Job.TRAIN)
    if epochs_done:
        jobs.add(Job.CHOOSE)
    if scored:
        jobs.add(Job.PROMOTE)
    return frozenset(jobs)
