"""The choice of epoch of a trained run: every checkpoint scored again, one chosen, the reason kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from training.core.evaluations import Judged, evaluation_path, read_judged, scored_epochs
from training.core.judging import best_temperature, hits, losses
from training.core.pruning import pruned_epochs
from training.core.recipe import read_recipe, recipe_to_json
from training.core.selection import MARGIN, Choice, Scores, choose_epoch
from training.core.whole_file import write_json
from training.launcher import Processes, run_job
from training.services.runs import RunError, existing_run

LOOKS = ("views", "judged_size", "resize", "cut_borders")
"""Fields of a recipe that say how a picture is looked at once the network has learnt."""


def choose(
    name: str,
    *,
    margin: float = MARGIN,
    looks: Mapping[str, Any] | None = None,
    processes: Processes = Processes(),  # noqa: B008 (frozen)
) -> Choice:
    """Score what was not scored yet, choose, and write `choice.json` and `curves.svg` into the run.

    `looks` are fields of the recipe (of `LOOKS`). Where they differ from it they are written into it, and every epoch
    is scored again: they decide nothing while a network learns, and all about how it looks at a picture afterwards.

    Raises:
        RunError: there is no such run, or some of its epochs were pruned.
        RecipeError: a look makes no sense.
        JobError: it cannot be scored; the job has said why.
    """
    run = existing_run(name)
    if pruned_epochs(run):
        raise RunError(f"{name} was pruned: what was not chosen is gone, so its choice stands")
    recipe = read_recipe(run)
    other = replace(recipe, **{name: value for name, value in (looks or {}).items() if name in LOOKS})
    if other != recipe:
        write_json(run / "recipe.json", recipe_to_json(other))
    again = ("--again",) if other != recipe else ()
    run_job("evaluate", str(run), *again, processes=processes)
    choice = choose_epoch(_scores(run), margin=margin)
    write_json(run / "choice.json", asdict(choice))
    run_job("curves", str(run))
    return choice


def _scores(run: Path) -> Scores:
    epochs = scored_epochs(run)
    val = [read_judged(evaluation_path(run, epoch), "val").deciding() for epoch in epochs]
    train = [read_judged(evaluation_path(run, epoch), "train").deciding() for epoch in epochs]
    return Scores(
        epochs=epochs,
        calibrated=np.stack([_calibrated(judged) for judged in val]),
        raw=np.stack([losses(judged) for judged in val]),
        hits=np.stack([hits(judged) for judged in val]),
        train=np.asarray([losses(judged).mean() for judged in train]),
        clusters=val[0].clusters.tolist(),
    )


def _calibrated(judged: Judged) -> np.ndarray:
    return losses(judged, best_temperature(judged))
