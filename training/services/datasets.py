"""The data sets that are offered where a run is started: those of a folder, and those that runs learnt from before."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from training.core.recipe import RecipeError, read_recipe


def offered_datasets() -> tuple[Path, ...]:
    """List the folders that are still here, each once, by name."""
    found = {path.resolve() for path in Path(settings.SNN_DATASETS).glob("*/") if not path.name.startswith(".")}
    for recipe in Path(settings.SNN_RUNS).glob("*/recipe.json"):
        try:
            learnt = {Path(dataset.path).resolve() for dataset in read_recipe(recipe.parent).datasets}
        except RecipeError:
            continue
        found |= {path for path in learnt if path.is_dir()}
    return tuple(sorted(found, key=lambda path: (path.name.lower(), path)))
