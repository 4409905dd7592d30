"""From a decoded picture to a ranked answer, for pages and commands alike. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from PIL import Image

from classifier.core.calibration import Floats
from classifier.core.heatmap import Activation, activation_of
from classifier.core.ranking import Ranking, top_shows
from classifier.models import Task
from classifier.services.known import KnownShow, known_shows, nameable
from classifier.services.network import Network, Scores, network_of
from classifier.services.prototypes import join_framed


@dataclass(frozen=True)
class Recognised:
    """An answer and who gave it: `known` says what the outputs in `ranking` mean, `ms` what the network took.

    `embedding`: where the picture lies for the network, D of length 1.
    """

    ranking: Ranking
    known: Sequence[KnownShow]
    network: Network
    ms: float
    embedding: Floats
    look_again: Callable[[], Activation | None] = field(repr=False, compare=False)

    @cached_property
    def activation(self) -> Activation | None:
        """Which places spoke for the likeliest show: worked out when it is first asked for, as many never ask."""
        return self.look_again()

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
    return recognise_all([image], known=known_shows(Task.SHOW) if known is None else known)[0]


def look_at(images: Sequence[Image.Image], network: Network, known: Sequence[KnownShow]) -> Scores:
    """Return what a network says of N pictures for all that is known, outputs and shows known by their frames alike.

    Raises:
        PredictorError: the network cannot be run.
    """
    framed = [show.framed for show in known if show.framed]
    return join_framed(network.run(images), framed, network.card.temperature)


def recognise_all(images: Sequence[Image.Image], *, known: Sequence[KnownShow]) -> list[Recognised]:
    """Ask the network of `known` about N pictures at once; `ms` of each is its share.

    Raises:
        PredictorError: its files are absent, altered or broken, or it cannot be run on one of them.
    """
    if not images:
        return []
    network = network_of(known[0].version_id)
    scores = look_at(images, network, known)
    listed = nameable(known)
    recognised = []
    for place, image in enumerate(images):
        ranking = top_shows(
            scores.logits[place],
            temperature=network.card.temperature,
            unknown=network.card.unknown,
            nameable=listed,
            learnt=len(network.card.labels),
        )
        recognised.append(
            Recognised(
                ranking=ranking,
                known=known,
                network=network,
                ms=scores.ms / len(images),
                embedding=scores.embedding[place],
                look_again=partial(_activation, network, scores, place, image.size, ranking),
            )
        )
    return recognised


def _activation(
    network: Network, scores: Scores, place: int, size: tuple[int, int], ranking: Ranking
) -> Activation | None:
    """Return where the picture at `place` spoke for its likeliest show, None where the network does not let us see."""
    weights = network.class_weights
    if scores.features is None or weights is None or not ranking.predictions:
        return None
    likeliest = ranking.predictions[0].output
    if likeliest >= len(weights):  # a show that no output of the network stands for
        return None
    return activation_of(
        scores.features[place],
        weights[likeliest],
        boxes=scores.boxes[place],
        views=network.card.input.views,
        size=size,
    )
