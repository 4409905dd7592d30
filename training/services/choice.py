"""The choice of epoch of a trained run: every checkpoint scored again, one chosen, the reason kept."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from classifier.core.metrics import cross_entropies, hits_at
from classifier.core.preprocess import View
from training.core.evaluations import Judged, evaluation_path, read_judged, scored_epochs
from training.core.recipe import read_recipe, recipe_to_json
from training.core.selection import MARGIN, Choice, Scores, choose_epoch
from training.core.temperature import fit_temperature
from training.core.whole_file import write_json
from training.launcher import run_job
from training.services.runs import existing_run


def choose(name: str, *, margin: float = MARGIN, views: tuple[View, ...] | None = None) -> Choice:
    """Score what was not scored yet, choose, and write `choice.json` and `curves.svg` into the run.

    `views` other than the recipe's are written into it, and every epoch is scored again: they decide nothing while a
    network learns, and everything about how it looks at a picture afterwards.

    Raises:
        RunError: there is no such run.
        RecipeError: there are no such views.
        JobError: it cannot be scored; the job has said why.
    """
    run = existing_run(name)
    recipe = read_recipe(run)
    if views is not None and views != recipe.views:
        write_json(run / "recipe.json", recipe_to_json(replace(recipe, views=views)))
        run_job("evaluate", str(run), "--again")
    else:
        run_job("evaluate", str(run))
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
        raw=np.stack([cross_entropies(judged.logits, judged.targets) for judged in val]),
        hits=np.stack([hits_at(judged.logits, judged.targets, 1) for judged in val]).astype(np.float64),
        train=np.asarray([cross_entropies(judged.logits, judged.targets).mean() for judged in train]),
        clusters=val[0].clusters.tolist(),
    )


def _calibrated(judged: Judged) -> np.ndarray:
    return cross_entropies(judged.logits, judged.targets, fit_temperature(judged.logits, judged.targets))
