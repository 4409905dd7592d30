"""Stand-ins with fixed behaviour, for tests that are not about what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
from django.utils import timezone
from pytest_django.fixtures import Settings

from catalog.models import Show
from classifier.core.model_card import ModelCard, card_to_json
from classifier.models import ModelLabel, ModelVersion
from classifier.predictors import Batch, Outputs
from classifier.services import forget_networks
from tests.tiny_network import write_model


class FakePredictor:
    """Says the same probabilities of every picture; counts how often it was asked."""

    device = "fake"
    probabilities: ClassVar[Sequence[float]] = ()
    runs: ClassVar[int] = 0

    def __init__(self, folder: Path, card: ModelCard) -> None:
        assert len(self.probabilities) == len(card.labels)

    @classmethod
    def check(cls, device: str) -> str:
        return cls.device

    def run(self, batch: Batch) -> Outputs:
        FakePredictor.runs += 1
        logits = np.log(np.maximum(self.probabilities, 1e-12)).astype(np.float32)
        return Outputs(np.tile(logits, (len(batch), 1)), np.tile(np.float32([1, 0, 0]), (len(batch), 1)))


def make_shows(count: int = 6) -> list[Show]:
    """Make listed shows named Show 1, Show 2, …"""
    return [Show.objects.create(slug=f"show-{n}", title=f"Show {n}", mal_id=1000 + n) for n in range(1, count + 1)]


def fake_network(
    settings: Settings, shows: Sequence[Show], probabilities: Sequence[float], *, threshold: float = 0.3
) -> ModelVersion:
    """Let an active version answer every picture with these probabilities of these shows, in this order.

    A picture counts as known when the largest probability is at least `threshold`.
    """
    settings.SNN_PREDICTOR = "tests.fakes.FakePredictor"
    FakePredictor.probabilities, FakePredictor.runs = tuple(probabilities), 0
    forget_networks()
    colours = {show.slug: (n, n, n) for n, show in enumerate(shows)}
    folder = Path(settings.SNN_MODELS) / "show-fake"
    card = write_model(folder, name="show-fake", colours=colours, threshold=threshold)
    version = ModelVersion.objects.create(
        task="show",
        name=card.name,
        state=ModelVersion.State.ACTIVE,
        path=card.name,
        card=card_to_json(card),
        activated_at=timezone.now(),
    )
    ModelLabel.objects.bulk_create(
        ModelLabel(version=version, index=index, label=show.slug, show=show) for index, show in enumerate(shows)
    )
    return version
