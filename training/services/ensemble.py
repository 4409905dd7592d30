"""Several networks averaged into one: a run that is put together of others, not trained."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from classifier.core.model_card import BESIDE, CardError, read_card
from training.core.ensemble import joined_manifest
from training.core.evaluations import evaluation_path, read_judged
from training.core.judging import best_temperature
from training.core.manifest import ManifestRow, read_manifest
from training.core.recipe import Member, read_recipe
from training.core.tasks import TASKS
from training.launcher import run_job
from training.services.runs import RunError, code_version, existing_run, run_folder, write_run

LARGEST_EMBEDDING = 256


@dataclass(frozen=True)
class _Trained:
    """A network to average, with what it answers and what it learnt from."""

    member: Member
    task: str
    labels: tuple[str, ...]
    embedding: int
    manifest: tuple[ManifestRow, ...]


def create_ensemble(
    name: str, members: Sequence[str], *, weights: bool = False, seen_shares: Mapping[str, float] | None = None
) -> Path:
    """Make a run whose only epoch answers with the mean of several networks' logits, each at its own temperature.

    With `weights` they share one trunk, the mean of theirs, for which they must be of one architecture.

    `seen_shares`: by domain, the share of known pictures to come that is expected of labels which have some there. One
    network may be told so alone.

    `members`: names of runs whose epoch was chosen, and folders of exported versions. The first run among them lends
    its recipe (how pictures are looked at) and its data sets; a picture that any member learnt from judges nothing.

    Raises:
        RunError: too few members, no run among them, or they answer different questions.
        RecipeError: a share is none.
        JobError: it could not be put together; the job has said why.
    """
    folder = run_folder(name)
    if folder.exists():
        raise RunError(f"there is a run {name} already: take another name")
    if len(members) < 2 and not seen_shares:
        raise RunError("an ensemble needs two networks at least")
    lender = next((member for member in members if not _is_version(member)), None)
    if lender is None:
        raise RunError("one of the networks must be a run: its recipe says how pictures are looked at")
    trained = [_version(Path(member)) if _is_version(member) else _run(member) for member in members]
    for other in trained[1:]:
        if (other.task, other.labels) != (trained[0].task, trained[0].labels):
            raise RunError(f"{trained[0].member.name} and {other.member.name} do not answer with the same labels")
    if weights and len({one.member.architecture for one in trained}) > 1:
        raise RunError("weights can be averaged only of networks of one architecture")
    if seen_shares and TASKS[trained[0].task].kind == "multiple":
        raise RunError(f"pictures may have several {TASKS[trained[0].task].what}, which have no shares")
    run = existing_run(lender)
    first = next(one for one, member in zip(trained, members, strict=True) if member == lender)
    recipe = replace(
        read_recipe(run),
        name=name,
        architecture=first.member.architecture if weights else BESIDE.join(one.member.architecture for one in trained),
        pretrained=BESIDE.join(one.member.name for one in trained),
        embedding=min(LARGEST_EMBEDDING, sum(one.embedding for one in trained)),
        epochs=1,
        planned=(),
        # Second heads about different strangers have no mean.
        companion_weight=float(len({_strangers(one.manifest) for one in trained}) == 1),
        members=tuple(one.member for one in trained),
        seen_shares=dict(seen_shares or {}),
        code_version=code_version(),
    )
    write_run(folder, recipe, joined_manifest([first.manifest, *(one.manifest for one in trained if one is not first)]))
    try:
        run_job("ensemble", str(folder))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # nothing of it was worth keeping, and its name is free again
        raise
    return folder


def _strangers(manifest: Sequence[ManifestRow]) -> frozenset[str]:
    return frozenset(row.label for row in manifest if row.role == "stranger")


def _is_version(member: str) -> bool:
    return (Path(member) / "model.json").is_file()


def _version(folder: Path) -> _Trained:
    """Read the folder of an exported version."""
    try:
        card = read_card(folder)
    except CardError as error:
        raise RunError(str(error)) from error
    weights = folder / "model.safetensors"
    return _Trained(
        _as_member(card.name, card.architecture, weights, card.temperature),
        card.task,
        card.labels,
        card.outputs["embedding"],
        read_manifest(folder / "manifest.csv"),
    )


def _run(name: str) -> _Trained:
    """Read the chosen epoch of a run, by its averaged weights where there are any."""
    run = existing_run(name)
    recipe = read_recipe(run)
    try:
        epoch = int(json.loads((run / "choice.json").read_text(encoding="utf-8"))["epoch"])
        temperature = best_temperature(read_judged(evaluation_path(run, epoch), "val").deciding())
    except FileNotFoundError as error:
        raise RunError(f"no epoch of {name} was chosen yet: run `manage.py choose {name}` first") from error
    stem = run / "checkpoints" / f"epoch-{epoch:03d}"
    weights = next((path for ending in ("-ema", "") if (path := Path(f"{stem}{ending}.safetensors")).exists()), None)
    if weights is None:
        raise RunError(f"the weights of epoch {epoch} of {name} are gone")
    return _Trained(
        _as_member(f"{name}-epoch-{epoch:03d}", recipe.architecture, weights, temperature),
        recipe.task,
        recipe.labels,
        recipe.embedding,
        read_manifest(run / "manifest.csv"),
    )


def _as_member(name: str, architecture: str, weights: Path, temperature: float) -> Member:
    try:
        digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    except OSError as error:
        raise RunError(f"the weights of {name} cannot be read: {error}") from error
    return Member(name, architecture, str(weights.resolve()), digest, temperature)
