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
from classifier.core.image import ImageRefused, decode, fingerprint
from training.core.known import labels_of, read_known
from training.core.manifest import ManifestRow, write_manifest
from training.core.recipe import DatasetRef, Recipe, recipe_to_json
from training.core.splits import Parts, split_rows
from training.core.whole_file import write_json
from training.launcher import run_job

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
    parts: Parts = Parts(),  # noqa: B008 (frozen)
    options: dict[str, Any] | None = None,
    progress: Progress = lambda rows: rows,
) -> RunSummary:
    """Check the data sets, part their pictures, and write the recipe and the manifest of a new run.

    Broken pictures and second copies are left out, with the reason in the manifest. `options` are fields of `Recipe`.

    Raises:
        DatasetError, SplitError, RecipeError, RunError: what is wrong, in a sentence.
    """
    folder = run_folder(name or f"{task}-{datetime.datetime.now(datetime.UTC):%Y%m%d-%H%M%S}")
    if folder.exists():
        raise RunError(f"there is a run {folder.name} already: take another name, or go on with --resume {folder.name}")
    datasets = [read_dataset(path) for path in folders]
    if len({dataset.name for dataset in datasets}) < len(datasets):
        raise RunError("two data sets have the same folder name; rename one, so that pictures can be told apart")
    rows = [row for dataset in datasets for row in _manifest_rows(dataset, progress)]
    labels = read_known(known) if known else labels_of(row for dataset in datasets for row in dataset)
    seed = int((options or {}).get("seed", 0))
    done = split_rows(_without_copies(rows), known=labels, parts=parts, seed=seed)
    _refuse_untaught(done, labels)
    recipe = Recipe(
        name=folder.name,
        task=task,
        datasets=tuple(_reference(dataset, rows) for dataset in datasets),
        labels=tuple(sorted(labels)),
        code_version=_code_version(),
        **(options or {}),
    )
    _write_run(folder, recipe, done)
    counts: dict[str, int] = {}
    for row in done:
        key = f"{row.split} {row.role}".strip()
        counts[key] = counts.get(key, 0) + 1
    return RunSummary(folder, len(labels), counts, tuple(row for row in done if row.role == "left out"))


def train_run(name: str, *, processes: int = 1) -> None:
    """Train a run to its last epoch, from where it stopped."""
    run_job("train", str(existing_run(name)), processes=processes)


def _manifest_rows(dataset: Dataset, progress: Progress) -> list[ManifestRow]:
    return [_manifest_row(dataset.name, row) for row in progress(dataset.rows)]


def _manifest_row(dataset: str, row: Row) -> ManifestRow:
    data = row.path.read_bytes()
    made = ManifestRow(
        dataset=dataset,
        file_name=row.file_name,
        sha256=fingerprint(data),
        label=row.label,
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


def _refuse_untaught(rows: Iterable[ManifestRow], labels: Sequence[str]) -> None:
    taught = {row.label for row in rows if row.split == "train" and row.role == "known"}
    missing = sorted(set(labels) - taught)
    if missing:
        raise RunError(f"no picture to learn from for {len(missing)} of the known labels: {', '.join(missing[:5])}")


def _reference(dataset: Dataset, rows: Sequence[ManifestRow]) -> DatasetRef:
    digest = hashlib.sha256()
    mine = sorted(f"{row.file_name} {row.sha256} {row.label}" for row in rows if row.dataset == dataset.name)
    digest.update("\n".join(mine).encode())
    return DatasetRef(dataset.name, str(dataset.folder), digest.hexdigest(), len(mine))


def _write_run(folder: Path, recipe: Recipe, rows: Sequence[ManifestRow]) -> None:
    beside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        write_manifest(beside / "manifest.csv", rows)
        write_json(beside / "recipe.json", recipe_to_json(recipe))
        os.rename(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _code_version() -> str:
    """Return the commit that the code stands at, where git can tell."""
    command = ["git", "-C", str(settings.BASE_DIR), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return said.stdout.strip()
