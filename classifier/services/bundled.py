"""The networks that come with the program."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from classifier.core.model_card import CardError, ModelCard, read_card
from classifier.models import ModelVersion, Task
from classifier.predictors import PredictorError
from classifier.services.labels import shows_found
from classifier.services.network import stored_card
from classifier.services.versions import VersionError, activate_version, checked_card, no_shows, write_version

BUNDLED = Path(__file__).parent.parent / "bundled"


def load_bundled() -> ModelVersion | None:
    """Register the bundled networks and return the active version for shows, None without any. Quick when known.

    A bundled network answers where none does or where an older bundled one did; a version that the keeper promoted
    keeps its place. A label without a show is left open: the demo shows, for one, are drawn later.

    Raises:
        VersionError: a bundled card or file is altered or broken; the networks of other tasks were loaded by then.
    """
    wrong = []
    for task in Task.values:
        if (BUNDLED / task / "model.json").is_file():
            try:
                _load(task)
            except VersionError as error:
                wrong.append(str(error))
    if wrong:
        raise VersionError(" ".join(wrong))
    return ModelVersion.objects.active(Task.SHOW)


def _load(task: str) -> None:
    version = _register(task)
    active = ModelVersion.objects.active(task)
    if active is None or (active != version and active.path == version.path):
        activate_version(version)


def _register(task: str) -> ModelVersion:
    folder = BUNDLED / task
    try:
        card = read_card(folder)
    except CardError as error:
        raise VersionError(str(error)) from error
    version = ModelVersion.objects.filter(name=card.name).first()
    if version is not None and _stored_card(version) == card:
        return version
    checked_card(folder, task)
    if version is None:  # ready at once: it answers frames while the site serves, as the first page should not wait
        version = ModelVersion(task=task, name=card.name, path=f"bundled/{task}", state=ModelVersion.State.READY)
    with transaction.atomic():
        write_version(version, card, shows_found(card.labels) if task == Task.SHOW else no_shows(card))
        version.frame_scores.all().delete()  # of another network by the same name
    return version


def _stored_card(version: ModelVersion) -> ModelCard | None:
    try:
        return stored_card(version)
    except PredictorError:
        return None
