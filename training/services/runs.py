"""Runs: made from data sets, trained, resumed."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from catalog.core.imagefolder import Dataset, Row, read_dataset
from catalog.core.label_facts import Facts, read_facts
from classifier.core.image import ImageRefused, decode, fingerprint
from training.core.history import read_history
from training.core.known import labels_of, read_known
from training.core.manifest import ManifestRow, read_manifest, write_manifest
from training.core.recipe import DatasetRef, Recipe, read_recipe, recipe_to_json
from training.core.splits import Parts
from training.core.targets import label_of, why_without
from training.core.task import Task
from training.core.task_splits import judged_by_the_unseen, show_groups, split_for
from training.core.tasks import TASKS
from training.core.vocabulary import frequent_tags
from training.core.whole_file import write_json
from training.launcher import Processes, run_job

Progress = Callable[[Iterable[Row]], Iterable[Row]]


class RunError(ValueError):
    """Something about a run that a person has to put right; the message says what."""


@dataclass(frozen=True)
class RunSummary:
    """What a new run will learn from."""

    folder: Path
    labels: int
    pictures: dict[str, int] = field(default_factory=dict)  # by "split role"
    left_out: tuple[ManifestRow, ...] = ()


def run_folder(name: str) -> Path:
    """Return where a run lies, whether or not it is there."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", name):
        raise RunError(f"{name!r} cannot name a run: letters, digits, dots, dashes and underscores only")
    return Path(settings.SNN_RUNS) / name


def existing_run(name: str) -> Path:
    """Return the folder of a run that was made."""
    folder = run_folder(name)
    if not (folder / "recipe.json").exists():
        known = sorted(path.parent.name for path in Path(settings.SNN_RUNS).glob("*/recipe.json"))
        raise RunError(f"there is no run {name}; there are {', '.join(known) or 'none yet'}")
    return folder


def create_run(
    *,
    name: str = "",
    task: str = "show",
    folders: Sequence[Path],
    known: Path | None = None,
    facts: Sequence[Path] = (),
    parts: Parts = Parts(),  # noqa: B008 (frozen)
    options: dict[str, Any] | None = None,
    progress: Progress = lambda rows: rows,
) -> RunSummary:
    """Check the data sets, part their pictures, and write the recipe and the manifest of a new run.

    Broken pictures and second copies are left out, with the reason in the manifest. `options` are fields of `Recipe`;
    `known` names the shows to know, `facts` are lists that say of shows what the data sets do not.

    Raises:
        DatasetError, FactsError, SplitError, RecipeError, RunError: what is wrong, in a sentence.
    """
    asked = _task(task, known)
    folder = run_folder(name or f"{task}-{datetime.datetime.now(datetime.UTC):%Y%m%d-%H%M%S}")
    if folder.exists():
        raise RunError(f"there is a run {folder.name} already: take another name, or go on with --resume {folder.name}")
    datasets = [read_dataset(path) for path in folders]
    if len({dataset.name for dataset in datasets}) < len(datasets):
        raise RunError("two data sets have the same folder name; rename one, so that pictures can be told apart")
    told = read_facts(facts)
    rows = [row for dataset in datasets for row in _manifest_rows(dataset, asked, told, progress)]
    if asked.split_by == "show":
        rows = _grouped_by_show(rows, datasets, told)
    options = {**asked.usual, **(options or {})}
    rows = _without_copies(rows)
    labels = _labels(asked, datasets, rows, known, least=int(options.get("least_pictures", 1)))
    done = split_for(asked, rows, known=labels, parts=parts, seed=int(options.get("seed", 0)))
    if asked.split_by == "show" and (seen := _seen_by(str(options.get("pretrained", "")))):
        done = judged_by_the_unseen(done, seen)
    labels = _learnt_labels(asked, done, labels)
    recipe = Recipe(
        name=folder.name,
        task=task,
        datasets=tuple(_reference(dataset, rows) for dataset in datasets),
        labels=tuple(sorted(labels)),
        code_version=code_version(),
        **options,
    )
    _check_domains(recipe, done)
    write_run(folder, recipe, done)
    counts: dict[str, int] = {}
    for row in done:
        key = f"{row.split} {row.role}".strip()
        counts[key] = counts.get(key, 0) + 1
    return RunSummary(folder, len(labels), counts, tuple(row for row in done if row.role == "left out"))


def _check_domains(recipe: Recipe, rows: Sequence[ManifestRow]) -> None:
    domains = {row.domain for row in rows}
    if unknown := sorted({*recipe.repeats, *recipe.balanced_domains} - domains):
        raise RunError(f"no picture is of the domain {unknown[0]!r}; there are {', '.join(sorted(domains))}")


def derive_run(name: str, source: str, options: dict[str, Any]) -> Path:
    """Make a run of the very pictures, parts and labels of another one, with other fields of its recipe.

    Raises:
        RecipeError, RunError: what is wrong, in a sentence.
    """
    folder, given = run_folder(name), existing_run(source)
    if folder.exists():
        raise RunError(f"there is a run {folder.name} already: take another name")
    recipe = replace(read_recipe(given), name=folder.name, code_version=code_version(), **options)
    rows = read_manifest(given / "manifest.csv")
    _check_domains(recipe, rows)
    write_run(folder, recipe, rows)
    return folder


def replan_run(name: str, epochs: int) -> None:
    """Give a run another length: the schedule goes on from the newest whole epoch as that of a run of `epochs`.

    The recipe keeps what was planned before, so that it still says how the network came to be.

    Raises:
        RunError: there is no such run, or it has as many epochs already.
    """
    run = existing_run(name)
    recipe = read_recipe(run)
    done = sum(figures.train_loss is not None for figures in read_history(run))
    if epochs <= done:
        raise RunError(f"{name} has {done} epochs already; a new length has to be longer than that")
    if epochs != recipe.epochs:
        changed = replace(recipe, epochs=epochs, planned=(*recipe.planned, (done, recipe.epochs)))
        write_json(run / "recipe.json", recipe_to_json(changed))


def train_run(name: str, *, processes: Processes = Processes()) -> None:  # noqa: B008 (frozen)
    """Train a run to its last epoch, from where it stopped; one that is there is left alone, pruned or not."""
    run = existing_run(name)
    last = read_recipe(run).epochs - 1
    if not any(figures.epoch == last and figures.train_loss is not None for figures in read_history(run)):
        run_job("train", str(run), processes=processes)


def _task(name: str, known: Path | None) -> Task:
    if name not in TASKS:
        raise RunError(f"there is no task {name!r}; there are {', '.join(sorted(TASKS))}")
    if known and not TASKS[name].has_strangers:
        raise RunError(f"--known names shows, and the task {name} knows no strangers: leave it out")
    return TASKS[name]


def _labels(
    task: Task, datasets: Sequence[Dataset], rows: Sequence[ManifestRow], known: Path | None, *, least: int
) -> tuple[str, ...]:
    """Return what there is to know, before the rows are parted."""
    if task.has_strangers:
        return read_known(known) if known else labels_of(row for dataset in datasets for row in dataset)
    there = [row.label for row in rows if row.role != "left out"]
    if task.kind == "multiple":
        return frequent_tags(there, least)
    return task.labels or tuple(sorted(set(there)))


def _learnt_labels(task: Task, rows: Sequence[ManifestRow], labels: Sequence[str]) -> tuple[str, ...]:
    """Refuse labels that nothing teaches; where the data says which there are, only those that are taught count."""
    taught = {row.label for row in rows if row.split == "train" and row.role == "known"}
    if task.kind == "multiple":
        taught = {tag for label in taught for tag in label.split()}
    if task.has_strangers or task.labels:
        missing = sorted(set(labels) - taught)
        if missing:
            raise RunError(f"no picture to learn from for {len(missing)} of the known labels: {', '.join(missing[:5])}")
    learnt = tuple(label for label in labels if label in taught)
    if len(learnt) < 2:
        few = f"only {learnt[0]}" if learnt else "none"
        raise RunError(f"there must be two {task.what} at least to learn, and there is {few}")
    return learnt


def _seen_by(pretrained: str) -> frozenset[str]:
    """Return the sha256 of what an exported network learnt from, where the first weights are one's."""
    manifest = Path(pretrained).parent / "manifest.csv"
    if not pretrained.endswith(".safetensors") or not manifest.is_file():
        return frozenset()
    return frozenset(row.sha256 for row in read_manifest(manifest) if row.split == "train")


def _grouped_by_show(rows: Sequence[ManifestRow], datasets: Sequence[Dataset], facts: Facts) -> list[ManifestRow]:
    """Name in `cluster` the show of each picture: what this run must not part."""
    named = {(dataset.name, row.file_name): row.label for dataset in datasets for row in dataset}
    labels = [named[row.dataset, row.file_name] for row in rows]
    shows = [(facts.of(label).franchise or label) if label else "" for label in labels]
    clusters = [f"{row.dataset}/{row.cluster}" if row.cluster else "" for row in rows]
    return [replace(row, cluster=group) for row, group in zip(rows, show_groups(shows, clusters), strict=True)]


def _manifest_rows(dataset: Dataset, task: Task, facts: Facts, progress: Progress) -> list[ManifestRow]:
    return [_manifest_row(dataset.name, row, task, facts) for row in progress(dataset.rows)]


def _manifest_row(dataset: str, row: Row, task: Task, facts: Facts) -> ManifestRow:
    data = row.path.read_bytes()
    made = ManifestRow(
        dataset=dataset,
        file_name=row.file_name,
        sha256=fingerprint(data),
        label=label_of(row, task, facts),
        domain=row.domain,
        show=row.show,
        episode="" if row.episode is None else str(row.episode),
        time="" if row.time is None else f"{row.time:g}",
        cluster=row.cluster,
        split=row.split,
        role="known",
    )
    try:
        decode(data)
    except ImageRefused as refused:
        return replace(made, split="", role="left out", reason=refused.message)
    if not made.label:
        return replace(made, split="", role="left out", reason=why_without(row, task))
    return made


def _without_copies(rows: Sequence[ManifestRow]) -> list[ManifestRow]:
    """Leave out every picture that stands already, so that none can learn and judge both."""
    first: dict[str, ManifestRow] = {}
    kept = []
    for row in rows:
        if row.role == "left out":
            kept.append(row)
            continue
        earlier = first.setdefault(row.sha256, row)
        reason = f"the same picture as {earlier.dataset}/{earlier.file_name}"
        kept.append(row if earlier is row else replace(row, split="", role="left out", reason=reason))
    return kept


def _reference(dataset: Dataset, rows: Sequence[ManifestRow]) -> DatasetRef:
    digest = hashlib.sha256()
    mine = sorted(f"{row.file_name} {row.sha256} {row.label}" for row in rows if row.dataset == dataset.name)
    digest.update("\n".join(mine).encode())
    return DatasetRef(dataset.name, str(dataset.folder), digest.hexdigest(), len(mine))


def write_run(folder: Path, recipe: Recipe, rows: Sequence[ManifestRow]) -> None:
    """Make the folder of a run, whole or not at all."""
    beside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        write_manifest(beside / "manifest.csv", rows)
        write_json(beside / "recipe.json", recipe_to_json(recipe))
        os.rename(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def code_version() -> str:
    """Return the commit that the code stands at, where git can tell."""
    command = ["git", "-C", str(settings.BASE_DIR), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return said.stdout.strip()
