"""What the networks said of a picture, in one shape for pages and programs: whether it is stored or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from catalog.models import Show
from classifier.core.calibration import Floats
from classifier.core.labels import LabelScore, sure_of
from classifier.models import Answer, ModelVersion, Task
from classifier.services.answer_rows import SHOWN_LEAST
from classifier.services.known import KnownShow, known_shows
from classifier.services.labelling import Labelled, active_versions, in_order, label_each
from classifier.services.recognition import Recognised, recognise_all
from classifier.services.remembered import Memory

_remembered_shows: Memory[dict[int, Show]] = Memory()

CARTOON = "cartoon"
"""The label of the task `style` for what is no anime."""


@dataclass(frozen=True)
class Guess:
    """One of the likeliest shows; `frames` where it is known by so many frames only."""

    show: Show
    confidence: float
    frames: int | None = None


@dataclass(frozen=True)
class LabelsSaid:
    """What a network beside the first says: its labels, the likeliest first; those that `count` are its answer.

    `kind` tells whether one label fits a picture or any number of them. `groups`: what kind of thing a label says.
    """

    task: str
    version: str
    kind: str
    device: str
    ms: float
    labels: Sequence[LabelScore]
    groups: Mapping[str, str]

    @property
    def best(self) -> LabelScore | None:
        """The likeliest label."""
        return next(iter(self.labels), None)

    @property
    def counting(self) -> list[LabelScore]:
        """The labels that are the answer."""
        return [score for score in self.labels if score.counts]


@dataclass(frozen=True)
class Said:
    """Which show a picture is from and who says so.

    `embedding`: where the picture lies for that network, D of length 1; None of old answers. `tasks`: what the networks
    beside the first say, by task.
    """

    version: ModelVersion
    known: bool
    reason: str
    device: str
    ms: float
    guesses: Sequence[Guess]
    embedding: Floats | None
    tasks: Mapping[str, LabelsSaid] = field(default_factory=dict)

    @property
    def cartoon(self) -> LabelScore | None:
        """How sure it is that the picture is of a cartoon, where that may be why no show is known."""
        style = self.tasks.get(Task.STYLE)
        return sure_of(style.labels, CARTOON) if style and not self.known else None


def say(image: Image.Image, *, only: Show | None = None, tasks: Collection[str] | None = None) -> Said:
    """Ask the active networks about a picture and store nothing; `only` one show is named where that is given.

    `tasks` names the networks beside the first that are asked; None means all.

    Raises:
        NoNetwork: none is active that knows shows.
        PredictorError: that one is out of order; another is passed over.
    """
    return say_all([image], only=only, tasks=tasks)[0]


def say_all(
    images: Sequence[Image.Image], *, only: Show | None = None, tasks: Collection[str] | None = None
) -> list[Said]:
    """Ask the active networks about N pictures at once; see `say`.

    Raises:
        NoNetwork, PredictorError: see `say`.
    """
    known = known_shows(Task.SHOW)
    if only is not None:
        known = [each._replace(is_listed=bool(each.is_listed) and each.show_id == only.pk) for each in known]
    recognised = recognise_all(images, known=known)
    named = {str(place): image for place, image in enumerate(images)}
    active = {version.pk: version for version in active_versions()}
    version = active.get(known[0].version_id) or ModelVersion.objects.get(pk=known[0].version_id)
    wanted = {each.task: each.pk for each in active.values() if tasks is None or each.task in tasks}
    labels = label_each(named, in_order(wanted))
    shows = _shows({show.show_id for one in recognised for show, _ in one.predictions if show.show_id})
    return [said_of(one, version, shows, labels[str(place)]) for place, one in enumerate(recognised)]


def said_in(answer: Answer, others: Iterable[Answer] = ()) -> Said:
    """Return what a stored answer says, with its predictions as they were fetched, and those of the `other` tasks."""
    embedding = np.frombuffer(answer.embedding, dtype=np.float16).astype(np.float32) if answer.embedding else None
    return Said(
        version=answer.version,
        known=answer.known,
        reason=answer.reason,
        device=answer.device,
        ms=answer.ms,
        guesses=[Guess(each.show, each.confidence, each.frames) for each in answer.predictions.all()],
        embedding=embedding,
        tasks=labels_said(others),
    )


def labels_said(answers: Iterable[Answer]) -> dict[str, LabelsSaid]:
    """Return what stored answers of the networks beside the first say, by task."""
    by_task = {answer.version.task: answer for answer in answers if answer.version.task != Task.SHOW}
    return {task: _labels_in(by_task[task]) for task in Task.values if task in by_task}


def said_of(
    recognised: Recognised, version: ModelVersion, shows: Mapping[int, Show], labels: Iterable[Labelled]
) -> Said:
    """Put together what networks said of one picture; `shows` holds those that are named, by key."""
    return Said(
        version=version,
        known=recognised.ranking.known,
        reason=recognised.ranking.reason,
        device=recognised.network.predictor.device,
        ms=recognised.ms,
        guesses=[_guess(known, confidence, shows) for known, confidence in recognised.predictions],
        embedding=recognised.embedding,
        tasks={labelled.task: _labelled_said(labelled) for labelled in labels},
    )


def _shows(wanted: set[int]) -> dict[int, Show]:
    """Return shows by their key, those that were named a moment ago without a query."""
    shows = _remembered_shows.get("all", dict)
    if missing := wanted - shows.keys():
        shows |= Show.objects.in_bulk(missing)
    return shows


def _guess(known: KnownShow, confidence: float, shows: Mapping[int, Show]) -> Guess:
    assert known.show_id is not None  # noqa: S101 - only shows of the catalogue are ranked
    return Guess(shows[known.show_id], confidence, known.framed.frames if known.framed else None)


def _labelled_said(labelled: Labelled) -> LabelsSaid:
    """Return what a network said a moment ago, without labels that are all but impossible."""
    card = labelled.network.card
    return LabelsSaid(
        task=labelled.task,
        version=labelled.network.name,
        kind=card.kind,
        device=labelled.network.predictor.device,
        ms=labelled.ms,
        labels=[score for score in labelled.scores if score.counts or score.confidence >= SHOWN_LEAST],
        groups=card.label_groups,
    )


def _labels_in(answer: Answer) -> LabelsSaid:
    return LabelsSaid(
        task=answer.version.task,
        version=answer.version.name,
        kind=answer.version.card.get("kind", "single"),
        device=answer.device,
        ms=answer.ms,
        labels=[LabelScore(each["label"], each["confidence"], each["counts"]) for each in answer.labels],
        groups=answer.version.card.get("label_groups", {}),
    )
