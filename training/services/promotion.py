"""From a chosen epoch to the network that answers: exported, calibrated, described on a card, put in front."""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from classifier.core.model_card import ModelCard, card_to_json, read_card
from classifier.core.preprocess import InputSpec
from classifier.core.unknown import EVERY_PICTURE, Score
from classifier.models import ModelVersion
from classifier.services import activate_version, create_version, finish_version
from training.core.evaluations import evaluation_path, read_judged, test_path
from training.core.judging import best_temperature
from training.core.manifest import read_manifest
from training.core.pruning import pruned_epochs
from training.core.recipe import Recipe, read_recipe
from training.core.splits import DEMO_DOMAIN
from training.core.tasks import TASKS
from training.core.vocabulary import rare_tags, tag_groups
from training.core.whole_file import write_json
from training.launcher import run_job
from training.services.figures import reports_by_domain, tag_reports, tag_thresholds, unknown_rule
from training.services.runs import RunError, existing_run

FILES = ("model.onnx", "model.safetensors", "manifest.csv")
PRIVATE_USE = (
    "Private, non-commercial use: the weights were learnt from other people's pictures. The code's licence does not "
    "cover them."
)
OWN_USE = "Any use: every picture it learnt from was drawn by this project."


def promote(
    name: str,
    *,
    epoch: int | None = None,
    activate: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> ModelVersion:
    """Export the chosen epoch of a run (or another), make a version of it, and let it answer.

    It answers all approved frames before it is ready, of which `progress` is told; cut short in that, it goes on there.

    Raises:
        RunError: there is no such run, it was not chosen yet, or the epoch was not scored.
        JobError, VersionError, PredictorError: export or the new version failed; what answered before still answers.
    """
    run = existing_run(name)
    recipe = read_recipe(run)
    epoch = _chosen_epoch(run) if epoch is None else epoch
    if epoch in pruned_epochs(run):
        raise RunError(f"the weights of epoch {epoch} of {name} were pruned")
    if not evaluation_path(run, epoch).exists():
        raise RunError(f"epoch {epoch} of {name} was not scored: run `manage.py choose {name}` first")
    version = finish_version(_version_name(recipe, epoch), progress=progress)
    if version is None:
        version = _new_version(run, recipe, epoch, progress)
    if activate:
        activate_version(version)
    return version


def _new_version(run: Path, recipe: Recipe, epoch: int, progress: Callable[[int, int], None] | None) -> ModelVersion:
    models = Path(settings.SNN_MODELS)
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models, prefix=".promoting-") as beside:
        folder = Path(beside)
        run_job("export", str(run), str(epoch), str(folder))
        shutil.copyfile(run / "manifest.csv", folder / "manifest.csv")
        write_json(folder / "model.json", card_to_json(_card(run, recipe, epoch, folder)))
        return create_version(folder, recipe.task, progress=progress)


def _version_name(recipe: Recipe, epoch: int) -> str:
    return f"{recipe.name}-epoch-{epoch:03d}"


def _chosen_epoch(run: Path) -> int:
    try:
        return int(json.loads((run / "choice.json").read_text(encoding="utf-8"))["epoch"])
    except FileNotFoundError as error:
        raise RunError(f"no epoch of {run.name} was chosen yet: run `manage.py choose {run.name}` first") from error


def _card(run: Path, recipe: Recipe, epoch: int, folder: Path) -> ModelCard:
    val = read_judged(evaluation_path(run, epoch), "val")
    exported = json.loads((folder / "export.json").read_text(encoding="utf-8"))
    temperature = best_temperature(val.deciding())
    parts = {"val": val}
    if test_path(run).exists():
        parts["test"] = read_judged(test_path(run), "test")
    spec: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in exported["input"].items()
    }
    if recipe.is_multiple:
        thresholds = tag_thresholds(val, temperature)
        judged_as: dict[str, Any] = {
            "unknown": EVERY_PICTURE,
            "kind": "multiple",
            "thresholds": thresholds,
            "label_groups": tag_groups(recipe.labels),
            "left_out": rare_tags(_labels_of(run), recipe.labels),
            "metrics": {part: tag_reports(one, recipe.labels, temperature, thresholds) for part, one in parts.items()},
        }
    else:
        taught: Score = "energy" if exported["tells_strangers"] else "max_probability"
        unknown = unknown_rule(val, temperature, taught) if TASKS[recipe.task].has_strangers else EVERY_PICTURE
        reports = {part: reports_by_domain(judged, temperature, unknown) for part, judged in parts.items()}
        judged_as = {"unknown": unknown, "metrics": reports}
    return ModelCard(
        name=_version_name(recipe, epoch),
        task=recipe.task,
        labels=recipe.labels,
        input=InputSpec(**spec),
        outputs=exported["outputs"],
        temperature=temperature,
        **judged_as,
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


def _labels_of(run: Path) -> list[str]:
    return [row.label for row in read_manifest(run / "manifest.csv") if row.role != "left out"]


def _drawn_only(recipe: Recipe) -> bool:
    return all(data.name == DEMO_DOMAIN for data in recipe.datasets)


def _first_weights(recipe: Recipe) -> str:
    """Name where the first weights came from; of a file only the run and its own name, never where it lies here."""
    path = Path(recipe.pretrained)
    if path.parent.name == "checkpoints":
        return f"{path.parent.parent.name}, {path.stem}"
    if (path.parent / "model.json").is_file():
        return f"{read_card(path.parent).name}, with all that it learnt from"
    return path.name


def _expectation(recipe: Recipe) -> str:
    """Say which labels the network was told to expect."""
    return "".join(
        f"; expects {share:.0%} of pictures like {domain} to be of labels that had some"
        for domain, share in recipe.seen_shares.items()
    )


def _learnt_from(recipe: Recipe) -> str:
    data = ", ".join(f"{data.name} ({data.rows:,} pictures)" for data in recipe.datasets)
    learnt = f"{len(recipe.labels)} {TASKS[recipe.task].what} in {data}"
    if recipe.members:
        names = " and ".join(member.name for member in recipe.members)
        return f"{learnt}; {'the mean of' if len(recipe.members) > 1 else 'as'} {names}{_expectation(recipe)}."
    first = f"{recipe.architecture} weights ({_first_weights(recipe)})"
    return f"{learnt}; started from {first}."
