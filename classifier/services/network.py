"""The network that answers: loaded once a process, when it is first needed, and replaced when another is active."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string
from PIL import Image

from classifier.core.calibration import Floats
from classifier.core.model_card import CardError, ModelCard, card_from_json
from classifier.core.preprocess import average_views, to_batch
from classifier.models import ModelVersion
from classifier.predictors import Predictor, PredictorError


@dataclass(frozen=True)
class Network:
    """A version that is ready to run."""

    version_id: int
    name: str
    card: ModelCard
    predictor: Predictor

    def run(self, images: Sequence[Image.Image]) -> Scores:
        """Return what the network says of N decoded pictures, views averaged: the one path from picture to logits.

        Raises:
            PredictorError: the network cannot be run.
        """
        batch = to_batch(images, self.card.input)
        start = time.perf_counter()
        outputs = self.predictor.run(batch)
        ms = (time.perf_counter() - start) * 1000
        if outputs.logits.shape != (len(batch), len(self.card.labels)):
            raise PredictorError(
                f"{self.name} gives {outputs.logits.shape[1]} logits for {len(self.card.labels)} labels."
            )
        return Scores(average_views(outputs.logits, self.card.input), ms)


@dataclass(frozen=True)
class Scores:
    """`logits`: N x C. `ms`: milliseconds that the network took for all of them."""

    logits: Floats
    ms: float


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
        card = stored_card(version)
        network = Network(version.pk, version.name, card, load_predictor(version.folder, card))
        _loaded[version.task] = network
        return network


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
