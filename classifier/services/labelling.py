"""What the networks beside the first say of decoded pictures: labels and how sure each is. Nothing is stored here."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from PIL import Image

from classifier.core.labels import LabelScore, label_scores
from classifier.models import ModelVersion, Task
from classifier.predictors import DeviceError
from classifier.services.network import Network, network_of
from classifier.services.remembered import Memory

logger = logging.getLogger(__name__)

_memory: Memory[list[ModelVersion]] = Memory()

NOT_OURS = (DeviceError, OperationalError, InterfaceError)
"""What a picture cannot be blamed for, nor a network."""


@dataclass(frozen=True)
class Labelled:
    """What one network says of one picture: all its labels, the likeliest first, and the milliseconds it took."""

    task: str
    network: Network
    scores: tuple[LabelScore, ...]
    ms: float


def active_versions() -> list[ModelVersion]:
    """Return the versions that answer, one a task, remembered for a moment."""
    return _memory.get("active", lambda: list(ModelVersion.objects.active_ones()))


def labelling_versions() -> dict[str, int]:
    """Return the active version (its key) of each task that gives labels."""
    return in_order({version.task: version.pk for version in active_versions()})


def in_order(versions: Mapping[str, int]) -> dict[str, int]:
    """Return versions by task in the order in which their answers are shown, without that for shows."""
    return {task: versions[task] for task in Task.values if task in versions and task != Task.SHOW}


def label_each(pictures: Mapping[str, Image.Image], versions: Mapping[str, int]) -> dict[str, list[Labelled]]:
    """Return what each network says of each picture, by the picture's name.

    A network that is out of order is logged and passed over, and so is a picture that one stumbles over: the other
    answers shall not be lost with theirs.

    Raises:
        DeviceError: what runs the networks is out of order.
    """
    found: dict[str, list[Labelled]] = {name: [] for name in pictures}
    for task, version_id in versions.items():
        for name, labelled in _by_one(pictures, task, version_id).items():
            found[name].append(labelled)
    return found


def label_all(images: Sequence[Image.Image], task: str, version_id: int) -> list[Labelled]:
    """Ask one network about N pictures at once; `ms` of each is its share.

    Raises:
        PredictorError: its files are absent, altered or broken, or it cannot be run on one of them.
    """
    if not images:
        return []
    network = network_of(version_id)
    scores = network.run(images)
    ms = scores.ms / len(images)
    return [Labelled(task, network, label_scores(logits, network.card), ms) for logits in scores.logits]


def _by_one(pictures: Mapping[str, Image.Image], task: str, version_id: int) -> dict[str, Labelled]:
    """Ask one network about all pictures; where it fails, about each, so that one bad picture fails alone."""
    try:
        return dict(zip(pictures, label_all(list(pictures.values()), task, version_id), strict=True))
    except NOT_OURS:
        raise
    except Exception:
        if len(pictures) == 1:
            logger.exception("The network for the task %s has no answer", task)
            return {}
    found: dict[str, Labelled] = {}
    for name, picture in pictures.items():
        found |= _by_one({name: picture}, task, version_id)
    return found
