"""What the page of a run shows: read from its files, so that it is right also where the command line made them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from training.core.chart import Chart, Series, draw
from training.core.confusion import Confusion, Missed, confusion_of, worst_missed
from training.core.evaluations import evaluation_path, read_judged, scored_epochs
from training.core.history import EpochFigures, read_choice, read_history
from training.core.live import Failure, Progress, read_failure, read_progress
from training.core.manifest import ManifestRow, read_manifest
from training.core.pruning import DiskUse, disk_use
from training.core.recipe import Recipe, read_recipe
from training.models import TrainingRun
from training.services.pruning import removable

DEFAULTS = {field.name: field.default for field in fields(Recipe)}


@dataclass(frozen=True)
class Live:
    """What changes while a run learns."""

    history: tuple[EpochFigures, ...]
    progress: Progress | None
    failure: Failure | None
    share: float
    charts: tuple[Chart, ...]
    choice: dict[str, Any] | None


@dataclass(frozen=True)
class MissedPicture:
    """A picture that was got wrong, and where it lies."""

    missed: Missed
    picture: ManifestRow


@dataclass(frozen=True)
class Judgement:
    """What one epoch got wrong on the validation pictures."""

    epoch: int
    epochs: tuple[int, ...]
    confusion: Confusion
    worst: tuple[MissedPicture, ...]


def live_of(run: TrainingRun) -> Live:
    """Read what a run says of its epochs and of itself; an unmade run says nothing."""
    folder = run.folder
    history, choice = read_history(folder), read_choice(folder)
    progress = read_progress(folder) if run.is_running else None
    chosen = int(choice["epoch"]) if choice else None
    return Live(
        history=history,
        progress=progress,
        failure=read_failure(folder),
        share=progress.share(run.epochs) if progress else (run.epochs_done / run.epochs if run.epochs else 0.0),
        charts=tuple(chart for chart in _charts(history, chosen) if chart is not None),
        choice=choice,
    )


def judgement_of(run: TrainingRun, epoch: int | None = None) -> Judgement | None:
    """Read what a scored epoch (the chosen one, or the newest) got wrong; None where none was scored yet."""
    scored = tuple(scored_epochs(run.folder))
    if not scored:
        return None
    choice = read_choice(run.folder)
    default = int(choice["epoch"]) if choice and int(choice["epoch"]) in scored else scored[-1]
    epoch = epoch if epoch in scored else default
    judged = read_judged(evaluation_path(run.folder, epoch), "val")
    if judged.is_multiple:
        return None  # a picture with several labels is not taken for another one
    labels = read_recipe(run.folder).labels
    rows = [row for row in read_manifest(run.folder / "manifest.csv") if row.split == "val" and row.role != "left out"]
    temperatures = {figures.epoch: figures.temperature for figures in read_history(run.folder)}
    # Where pictures were skipped, rows cannot be told by their place; then there is nothing to show.
    missed = (
        worst_missed(judged, labels, temperature=temperatures.get(epoch) or 1.0) if len(rows) == len(judged) else ()
    )
    return Judgement(
        epoch=epoch,
        epochs=scored,
        confusion=confusion_of(judged, labels),
        worst=tuple(MissedPicture(one, rows[one.row]) for one in missed),
    )


def recipe_facts(recipe: Recipe) -> list[tuple[str, str, bool]]:
    """List the fields of a recipe a person chooses: name, value, and whether it differs from what is usual."""
    usual = Recipe(recipe.name, recipe.task, recipe.datasets, recipe.labels)
    hidden = {"name", "task", "datasets", "labels", "code_version"}
    return [
        (
            field.name.replace("_", " "),
            _shown(getattr(recipe, field.name)),
            getattr(recipe, field.name) != getattr(usual, field.name),
        )
        for field in fields(Recipe)
        if field.name not in hidden
    ]


def disk_of(run: TrainingRun) -> tuple[DiskUse, tuple[int, ...], int]:
    """Return what a run takes on disk, which epochs pruning would take, and the bytes that would free."""
    epochs, size = removable(run)
    return disk_use(run.folder), epochs, size


def command_of(*words: str) -> str:
    """Write a command as it is typed."""
    return f".venv/bin/python manage.py {shlex.join(words)}"


def _charts(history: Sequence[EpochFigures], chosen: int | None) -> tuple[Chart | None, ...]:
    def series(label: str, look: str, name: str, band: str = "") -> Series:
        pick: Callable[[EpochFigures], Any] = lambda figures: getattr(figures, name)  # noqa: E731
        bounds = [(figures.epoch, *getattr(figures, band)) for figures in history if band and getattr(figures, band)]
        return Series(label, look, [(one.epoch, pick(one)) for one in history if pick(one) is not None], bounds)

    learning = series("learning, as the network sees it", "learn", "train_loss")
    plain = series("training pictures, plain", "train", "plain_train_loss")
    validation = series("validation", "val", "val_loss", "loss_ci95")
    return (
        draw("Loss", [validation, plain, learning], chosen=chosen),
        draw("First guess right", [series("validation", "hit", "top1", "top1_ci95")], chosen=chosen),
        draw("Mean average precision", [series("validation", "hit", "map")], chosen=chosen),
        draw("Learning rate", [series("at the end of the epoch", "rate", "learning_rate")], from_zero=True),
        draw("Pictures a second", [series("pictures", "speed", "pictures_per_second")], from_zero=True),
        draw("Memory, MB", [series("memory", "memory", "memory_mb")], from_zero=True),
    )


def _shown(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {number:g}" for name, number in value.items()) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def dataset_folders(recipe: Recipe) -> dict[str, Path]:
    """Say where the data sets of a recipe lie."""
    return {dataset.name: Path(dataset.path) for dataset in recipe.datasets}
