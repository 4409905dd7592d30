"""From a decoded picture to a ranked answer, for pages and commands alike. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from classifier.core.ranking import Ranking, top_shows
from classifier.models import Task
from classifier.services.known import KnownShow, known_shows, nameable
from classifier.services.network import Network, network_of


@dataclass(frozen=True)
class Recognised:
    """An answer and who gave it: `known` says what the outputs in `ranking` mean, `ms` what the network took."""

    ranking: Ranking
    known: Sequence[KnownShow]
    network: Network
    ms: float

    @property
    def predictions(self) -> list[tuple[KnownShow, float]]:
        """The likeliest shows with their confidence, best first."""
        return [(self.known[ranked.output], ranked.confidence) for ranked in self.ranking.predictions]


def recognise(image: Image.Image, *, known: Sequence[KnownShow] | None = None) -> Recognised:
    """Ask the active network, or that of `known`, which show a decoded picture is from.

    Raises:
        NoNetwork: none is active.
        PredictorError: its files are absent, altered or broken, or it cannot be run.
    """
    known = known_shows(Task.SHOW) if known is None else known
    network = network_of(known[0].version_id)
    scores = network.run([image])
    ranking = top_shows(
        scores.logits[0],
        temperature=network.card.temperature,
        unknown=network.card.unknown,
        nameable=nameable(known),
    )
    return Recognised(ranking, known, network, scores.ms)
