"""The network that answers: loaded once a process, when it is first needed, and replaced when another is active."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string
from PIL import Image

from classifier.core.calibration import Floats
from classifier.core.heatmap import class_weights
from classifier.core.model_card import CardError, ModelCard, card_from_json
from classifier.core.preprocess import Square, average_views, to_batch, unit_length, view_boxes
from classifier.models import ModelVersion
from classifier.predictors import Predictor, PredictorError
from classifier.predictors.weights import read_weights


@dataclass(frozen=True)
class Network:
    """A version that is ready to run."""

    version_id: int
    name: str
    folder: Path
    card: ModelCard
    predictor: Predictor

    def run(self, images: Sequence[Image.Image]) -> Scores:
        """Return what the network says of N decoded pictures, views averaged: the one path from picture to logits.

        Raises:
            PredictorError: the network cannot be run.
        """
        spec = self.card.input
        boxes = [view_boxes(image, spec) for image in images]
        batch = to_batch(images, spec, boxes)
        start = time.perf_counter()
        outputs = self.predictor.run(batch)
        ms = (time.perf_counter() - start) * 1000
        if outputs.logits.shape != (len(batch), len(self.card.labels)):
            raise PredictorError(
                f"{self.name} gives {outputs.logits.shape[1]} logits for {len(self.card.labels)} labels."
            )
        return Scores(
            logits=average_views(outputs.logits, spec),
            embedding=unit_length(average_views(outputs.embedding, spec)),
            ms=ms,
            boxes=boxes,
            features=_by_picture(outputs.features, len(images)),
        )

    @cached_property
    def class_weights(self) -> Floats | None:
        """The weight of each feature for each output, C x F; None of a network without such layers."""
        layers = read_weights(self.folder, self.card, ("neck.weight", "head.weight"))
        return None if layers is None else class_weights(*layers)


@dataclass(frozen=True)
class Scores:
    """`logits`: N x C. `embedding`: N x D of length 1. `ms`: milliseconds that the network took for all of them.

    `boxes`: what each view of each picture looked at. `features`: N x V x F x h x w, None where the network gives none.
    """

    logits: Floats
    embedding: Floats
    ms: float
    boxes: Sequence[Sequence[Square]]
    features: Floats | None = None


def _by_picture(features: Floats | None, pictures: int) -> Floats | None:
    return None if features is None else features.reshape(pictures, -1, *features.shape[1:])


_lock = threading.Lock()
_loaded: dict[str, Network] = {}  # by task


def network_of(version_id: int) -> Network:
    """Return the network of a version, which is from now on the loaded one of its task.

    Raises:
        PredictorError: its files are absent, altered or broken.
    """
    for network in tuple(_loaded.values()):
        if network.version_id == version_id:
            return network
    with _lock:
        for network in _loaded.values():  # another thread may have loaded it meanwhile
            if network.version_id == version_id:
                return network
        version = ModelVersion.objects.get(pk=version_id)
        _loaded[version.task] = load_network(version)
        return _loaded[version.task]


def load_network(version: ModelVersion) -> Network:
    """Load the network of any version, beside the one that answers.

    Raises:
        PredictorError: its files are absent, altered or broken.
    """
    card = stored_card(version)
    return Network(version.pk, version.name, version.folder, card, load_predictor(version.folder, card))


def forget_networks() -> None:
    """Let loaded networks go, and their memory with them; the next picture loads what is active."""
    with _lock:
        _loaded.clear()


def load_predictor(folder: Path, card: ModelCard) -> Predictor:
    """Load a model with the class that `SNN_PREDICTOR` names.

    Raises:
        PredictorError: its files are absent, altered or broken.
    """
    predictor: Predictor = import_string(settings.SNN_PREDICTOR)(folder, card)
    return predictor


def stored_card(version: ModelVersion) -> ModelCard:
    """Return the card a version was made ready with.

    Raises:
        PredictorError: it cannot be read by this program.
    """
    try:
        return card_from_json(version.card, source=f"card of {version.name}")
    except CardError as error:
        raise PredictorError(str(error)) from error
