"""The tables follow the files: every folder of `var/runs` is a row, also of a run made by the command line."""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from classifier.models import ModelVersion
from training.core.condition import Facts, condition_of
from training.core.history import EpochFigures, HistoryError, read_choice, read_history
from training.core.live import read_failure, read_progress
from training.core.pruning import disk_use
from training.core.recipe import Recipe, RecipeError, read_recipe
from training.models import Checkpoint, TrainingRun
from training.process import exists, lives, this_host

FIGURES = ("train_loss", "val_loss", "top1", "top5", "learning_rate", "seconds")


def sync_runs() -> None:
    """Mirror every run's folder, and forget rows whose folder is gone."""
    folders = {path.parent.name for path in Path(settings.SNN_RUNS).glob("*/recipe.json")}
    for name in sorted(folders):
        sync_run(name)
    TrainingRun.objects.exclude(name__in=folders).filter(asked={}).delete()


def sync_run(name: str) -> TrainingRun | None:
    """Mirror one run's folder; return its row, or None where there is neither folder nor row.

    A folder that cannot be read becomes a row whose note says what is wrong with it.
    """
    folder = Path(settings.SNN_RUNS) / name
    if not (folder / "recipe.json").exists():
        return TrainingRun.objects.filter(name=name).first()
    try:
        recipe, history, choice = read_recipe(folder), read_history(folder), read_choice(folder)
    except (RecipeError, HistoryError) as error:
        return _unreadable(name, str(error))
    chosen = int(choice["epoch"]) if choice else None
    versions = _versions_of(name)
    values = _values(folder, recipe, history, chosen, promoted=bool(versions))
    with transaction.atomic():
        run, made = TrainingRun.objects.get_or_create(name=name, defaults=values)
        if not made:
            _update(run, values)
        _mirror_epochs(run, history, chosen, versions)
    _mend_job(run)
    return run


def _values(
    folder: Path, recipe: Recipe, history: tuple[EpochFigures, ...], chosen: int | None, *, promoted: bool
) -> dict[str, Any]:
    done = [figures.epoch for figures in history if figures.train_loss is not None]
    scored = {figures.epoch: figures.top1 for figures in history if figures.top1 is not None}
    facts = Facts(
        alive=lives(read_progress(folder), folder, now=time.time()),
        failed=read_failure(folder) is not None,
        epochs=recipe.epochs,
        epochs_done=len(done),
        chosen=chosen is not None,
        promoted=promoted,
    )
    made = (folder / "manifest.csv" if (folder / "manifest.csv").exists() else folder / "recipe.json").stat().st_mtime
    return {
        "task": recipe.task,
        "condition": condition_of(facts),
        "architecture": recipe.architecture,
        "size": recipe.size,
        "labels": len(recipe.labels),
        "pictures": sum(dataset.rows for dataset in recipe.datasets),
        "epochs": recipe.epochs,
        "epochs_done": len(done),
        "top1": scored.get(chosen if chosen in scored else max(scored, default=-1)),
        "bytes": disk_use(folder).total,
        "code_version": recipe.code_version,
        "made_at": datetime.datetime.fromtimestamp(made, tz=datetime.UTC),
    }


def _mend_job(run: TrainingRun) -> None:
    """Free a row whose worker on this host ended in the middle."""
    if run.job_state == TrainingRun.JobState.RUNNING and run.job_host == this_host() and not exists(run.job_pid or 0):
        note = "The worker ended in the middle. Ask again: what is whole is kept."
        _update(run, {"job": "", "job_state": TrainingRun.JobState.NONE, "job_host": "", "job_pid": None, "note": note})


def _unreadable(name: str, reason: str) -> TrainingRun:
    failed = condition_of(Facts(failed=True))
    run, _ = TrainingRun.objects.get_or_create(name=name, defaults={"condition": failed})
    _update(run, {"condition": failed, "note": reason})
    return run


def _update(row: TrainingRun | Checkpoint, values: dict[str, Any]) -> None:
    """Write only what differs: pages that look every few seconds cost no writes."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)


def _mirror_epochs(
    run: TrainingRun, history: tuple[EpochFigures, ...], chosen: int | None, versions: dict[int, ModelVersion]
) -> None:
    rows = {row.epoch: row for row in run.checkpoints.select_related("version")}
    for figures in history:
        values = {name: getattr(figures, name) for name in FIGURES}
        values |= {
            "is_chosen": figures.epoch == chosen,
            "is_kept": (run.folder / "checkpoints" / f"epoch-{figures.epoch:03d}.json").exists(),
            "version": versions.get(figures.epoch),
        }
        if figures.epoch in rows:
            _update(rows.pop(figures.epoch), values)
        else:
            Checkpoint.objects.create(run=run, epoch=figures.epoch, **values)
    run.checkpoints.filter(epoch__in=rows).delete()


def _versions_of(name: str) -> dict[int, ModelVersion]:
    """Find what was promoted from a run; the card of a version says of which run and epoch it was made."""
    found = ModelVersion.objects.filter(card__run=name).order_by("pk")
    return {int(version.card["epoch"]): version for version in found}
