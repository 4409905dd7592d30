"""From a chosen epoch to the network that answers: exported, calibrated, described on a card, put in front."""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from classifier.core.model_card import ModelCard, card_to_json
from classifier.core.preprocess import InputSpec
from classifier.core.report import Scored, classification_report
from classifier.core.unknown import Score, UnknownRule, knownness, threshold_accepting
from classifier.models import ModelVersion
from classifier.services import activate_version, create_version
from training.core.evaluations import Judged, evaluation_path, read_judged, test_path
from training.core.recipe import Recipe, read_recipe
from training.core.splits import DEMO_DOMAIN
from training.core.temperature import fit_temperature
from training.core.whole_file import write_json
from training.launcher import run_job
from training.services.runs import RunError, existing_run

ACCEPTED = 0.95
OPERATING_POINT = "95 % of known validation pictures accepted, domains weighted equally"
SCORE: Score = "max_probability"
FILES = ("model.onnx", "model.safetensors", "manifest.csv")
PRIVATE_USE = (
    "Private, non-commercial use: the weights were learnt from other people's pictures. The code's licence does not "
    "cover them."
)
OWN_USE = "Any use: every picture it learnt from was drawn by this project."


def promote(name: str, *, epoch: int | None = None, activate: bool = True) -> ModelVersion:
    """Export the chosen epoch of a run (or another), make a version of it, and let it answer.

    Raises:
        RunError: there is no such run, it was not chosen yet, or the epoch was not scored.
        JobError, VersionError: export or the new version failed; what answered before still answers.
    """
    run = existing_run(name)
    recipe = read_recipe(run)
    epoch = _chosen_epoch(run) if epoch is None else epoch
    if not evaluation_path(run, epoch).exists():
        raise RunError(f"epoch {epoch} of {name} was not scored: run `manage.py choose {name}` first")
    models = Path(settings.SNN_MODELS)
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models, prefix=".promoting-") as beside:
        folder = Path(beside)
        run_job("export", str(run), str(epoch), str(folder))
        shutil.copyfile(run / "manifest.csv", folder / "manifest.csv")
        write_json(folder / "model.json", card_to_json(_card(run, recipe, epoch, folder)))
        version = create_version(folder, recipe.task)
    if activate:
        activate_version(version)
    return version


def _chosen_epoch(run: Path) -> int:
    try:
        return int(json.loads((run / "choice.json").read_text(encoding="utf-8"))["epoch"])
    except FileNotFoundError as error:
        raise RunError(f"no epoch of {run.name} was chosen yet: run `manage.py choose {run.name}` first") from error


def _card(run: Path, recipe: Recipe, epoch: int, folder: Path) -> ModelCard:
    val = read_judged(evaluation_path(run, epoch), "val")
    exported = json.loads((folder / "export.json").read_text(encoding="utf-8"))
    temperature = fit_temperature(val.deciding().logits, val.deciding().targets)
    unknown = unknown_rule(val, temperature)
    parts = {"val": val}
    if test_path(run).exists():
        parts["test"] = read_judged(test_path(run), "test")
    spec: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in exported["input"].items()
    }
    return ModelCard(
        name=f"{recipe.name}-epoch-{epoch:03d}",
        task=recipe.task,
        labels=recipe.labels,
        input=InputSpec(**spec),
        outputs={"logits": len(recipe.labels), "embedding": recipe.embedding},
        temperature=temperature,
        unknown=unknown,
        metrics={part: reports_by_domain(judged, temperature, unknown) for part, judged in parts.items()},
        architecture=recipe.architecture,
        run=recipe.name,
        epoch=epoch,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        recipe_sha256=hashlib.sha256((run / "recipe.json").read_bytes()).hexdigest(),
        data=tuple({"name": data.name, "sha256": data.sha256, "rows": data.rows} for data in recipe.datasets),
        files={file: hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in FILES},
        learnt_from=_learnt_from(recipe),
        may_be_used_for=OWN_USE if _drawn_only(recipe) else PRIVATE_USE,
    )


def unknown_rule(val: Judged, temperature: float) -> UnknownRule:
    """Set the threshold of the operating point on the known pictures that decide, each domain weighing the same."""
    judged = val.deciding()
    _, index, counts = np.unique(judged.domains, return_inverse=True, return_counts=True)
    scores = knownness(judged.logits, temperature, SCORE)
    threshold = threshold_accepting(scores, 1 / counts[index], ACCEPTED)
    return UnknownRule(score=SCORE, threshold=threshold, operating_point=OPERATING_POINT)


def reports_by_domain(judged: Judged, temperature: float, unknown: UnknownRule) -> dict[str, dict[str, Any]]:
    """Return the figures within each domain that has known pictures."""
    reports = {}
    for domain in sorted(set(judged.domains[judged.targets >= 0].tolist())):
        rows = judged.where(judged.domains == domain)
        scored = Scored(rows.logits, rows.targets, rows.clusters.tolist())
        reports[domain] = classification_report(scored, temperature=temperature, unknown=unknown)
    return reports


def _drawn_only(recipe: Recipe) -> bool:
    return all(data.name == DEMO_DOMAIN for data in recipe.datasets)


def _learnt_from(recipe: Recipe) -> str:
    data = ", ".join(f"{data.name} ({data.rows:,} pictures)" for data in recipe.datasets)
    return f"{len(recipe.labels)} shows in {data}; started from {recipe.architecture} weights ({recipe.pretrained})."
