"""Versions of a network: made ready from a folder of files, put in front, taken back."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog.models import Show
from classifier.core.model_card import CardError, ModelCard, card_to_json, read_card
from classifier.models import ModelLabel, ModelVersion, Task
from classifier.predictors import PredictorError
from classifier.predictors.files import read_checked
from classifier.services.frame_scores import score_frames
from classifier.services.labels import LabelError, shows_named
from classifier.services.network import load_predictor, stored_card

_NAME = re.compile(r"\w[\w.-]{0,99}")


class VersionError(Exception):
    """A version that cannot be made or activated; the message says why, and nothing was changed."""


Progress = Callable[[int, int], None]


def create_version(folder: Path, task: str, *, progress: Progress | None = None) -> ModelVersion:
    """Copy a model into the models folder and make it ready; it answers once it is activated.

    A label for a show that none of the catalogue goes by gets a new one with that title. Before it is ready it answers
    every approved frame; `progress` is told how many. Cut short in that, `finish_version` goes on.

    Raises:
        VersionError: card or files are absent, altered or broken, the name is taken, or a label is ambiguous.
        PredictorError, OSError: it could not answer the frames.
    """
    version = _registered(folder, task)
    return _made_ready(version, progress)


def finish_version(name: str, *, progress: Progress | None = None) -> ModelVersion | None:
    """Make a version ready that was cut short while it answered frames; None where there is none of that name.

    Raises:
        PredictorError, OSError: it could not answer the frames.
    """
    version = ModelVersion.objects.filter(name=name, state=ModelVersion.State.PREPARING).first()
    return None if version is None else _made_ready(version, progress)


def _made_ready(version: ModelVersion, progress: Progress | None) -> ModelVersion:
    score_frames(version, progress=progress)
    version.state = ModelVersion.State.READY
    ModelVersion.objects.filter(pk=version.pk, state=ModelVersion.State.PREPARING).update(state=version.state)
    return version


def _registered(folder: Path, task: str) -> ModelVersion:
    card = checked_card(folder, task)
    target = Path(settings.SNN_MODELS) / card.name
    if ModelVersion.objects.filter(name=card.name).exists() or target.exists():
        raise VersionError(f"There is already a version named {card.name}.")
    _copy_whole(folder, target, ("model.json", *card.files))
    try:
        with transaction.atomic():
            version = ModelVersion(task=task, name=card.name, path=card.name)
            return write_version(version, card, shows_named(card.labels) if task == Task.SHOW else no_shows(card))
    except LabelError as error:
        shutil.rmtree(target)
        raise VersionError(str(error)) from error
    except BaseException:
        shutil.rmtree(target)
        raise


def activate_version(version: ModelVersion) -> None:
    """Let a version answer from now on; the one before is retired, and can be rolled back to.

    Raises:
        VersionError: it is still being prepared, or its files are absent, altered or broken.
    """
    try:
        _try_out(version.folder, stored_card(version))
    except PredictorError as error:
        raise VersionError(str(error)) from error
    with transaction.atomic():
        rivals = ModelVersion.objects.select_for_update().filter(task=version.task).order_by("pk")
        states = dict(rivals.values_list("pk", "state"))  # locked in one order, so that two activations queue up
        if states.get(version.pk, ModelVersion.State.PREPARING) == ModelVersion.State.PREPARING:
            raise VersionError(f"{version.name} is not ready.")
        active = ModelVersion.objects.filter(task=version.task, state=ModelVersion.State.ACTIVE)
        active.exclude(pk=version.pk).update(state=ModelVersion.State.RETIRED)
        version.state, version.activated_at = ModelVersion.State.ACTIVE, timezone.now()
        version.save(update_fields=["state", "activated_at"])


def rollback_version(task: str) -> ModelVersion:
    """Let the version that answered before the active one answer again, and return it.

    Raises:
        VersionError: there is none whose files are still there.
    """
    retired = ModelVersion.objects.filter(task=task, state=ModelVersion.State.RETIRED)
    for version in retired.order_by("-activated_at", "-pk"):
        try:
            activate_version(version)
        except VersionError:
            continue  # a bundled network that an update of the program replaced has no files any more
        return version
    raise VersionError(f"No earlier version of the task {task} is left to go back to.")


def checked_card(folder: Path, task: str) -> ModelCard:
    """Read the card of a model and check every file on it; the network is run once, too.

    Raises:
        VersionError: with what is wrong.
    """
    try:
        card = read_card(folder)
        if card.task != task:
            raise VersionError(f"{folder} holds a network for the task {card.task}, not {task}.")
        for name in (card.name, *card.files):
            if not _NAME.fullmatch(name):
                raise VersionError(f"{folder / 'model.json'}: {name!r} cannot be the name of a version or file.")
        for name in card.files:
            read_checked(folder, name, card)
        _try_out(folder, card)
    except (CardError, PredictorError) as error:
        raise VersionError(str(error)) from error
    return card


def no_shows(card: ModelCard) -> list[Show | None]:
    """Return what the labels of a task without shows mean, whatever they are called: no show."""
    return [None] * len(card.labels)


def write_version(version: ModelVersion, card: ModelCard, shows: Sequence[Show | None]) -> ModelVersion:
    """Store a version as the card describes it; `shows` are in the order of its labels."""
    version.card = card_to_json(card)
    version.save()
    version.labels.all().delete()
    ModelLabel.objects.bulk_create(
        ModelLabel(version=version, index=index, label=label, show=show)
        for index, (label, show) in enumerate(zip(card.labels, shows, strict=True))
    )
    return version


def _try_out(folder: Path, card: ModelCard) -> None:
    """Run the network once on a grey picture."""
    outputs = load_predictor(folder, card).run(np.zeros((1, 3, card.input.size, card.input.size), dtype=np.float32))
    if outputs.logits.shape != (1, len(card.labels)):
        raise PredictorError(f"{folder} gives logits of shape {outputs.logits.shape} for {len(card.labels)} labels.")


def _copy_whole(source: Path, target: Path, names: Iterable[str]) -> None:
    """Copy files into a folder beside the target and move it into place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as beside:
        part = Path(beside) / target.name
        part.mkdir()
        for name in dict.fromkeys(names):
            shutil.copyfile(source / name, part / name)
        part.rename(target)
