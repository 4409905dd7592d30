"""Shows that are switched on to be answered by their frames: found for each answer, their prototypes kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Max, Q, QuerySet, Sum

from catalog.models import Frame, Show
from classifier.core.prototypes import CAUTIOUS, LEAST_FRAMES, PrototypeRule, joined_logits, prototype
from classifier.models import FrameScore, ModelLabel, ModelVersion
from classifier.services.embeddings import stored_embeddings
from classifier.services.network import Scores


@dataclass(frozen=True)
class Framed:
    """How a show is known that no output stands for: by so many frames, whose prototype (D) joins by the rule."""

    frames: int
    changed: str  # another text whenever frames or rule are others
    vector: npt.NDArray[np.float64]
    rule: PrototypeRule


class FramedShow(NamedTuple):
    """A show with enough frames; `newest` and `total` (of their keys) tell one set of frames from another."""

    show_id: int
    slug: str
    title: str
    mal_id: int | None
    is_listed: bool
    frames: int
    newest: int
    total: int


_FIELDS = ("pk", "slug", "title", "mal_id", "is_listed", "count", "newest", "total")

_MOST_KEPT = 1000
_kept: dict[tuple[int, int, int, int, int], npt.NDArray[np.float64] | None] = {}


def framed_shows(version_id: int) -> list[tuple[FramedShow, Framed]]:
    """Return the shows to answer by their frames that a version has no output for; one short query without any."""
    if not Show.objects.filter(answer_by_frames=True).exists():  # the other one takes longer to write than to run
        return []
    shows = [FramedShow(*row) for row in _switched_on(version_id).values_list(*_FIELDS)]
    if not shows:
        return []
    version = ModelVersion.objects.get(pk=version_id)
    rule = rule_of(version)
    vectors = [(show, _vector(version, show)) for show in shows]
    return [
        (show, Framed(show.frames, f"{show.frames}/{show.newest}/{show.total}/{rule}", vector, rule))
        for show, vector in vectors
        if vector is not None
    ]


def join_framed(scores: Scores, framed: Sequence[Framed], temperature: float) -> Scores:
    """Put K shows known by their frames beside the C outputs of the network: N x (C + K) logits."""
    if not framed:
        return scores
    vectors = np.stack([one.vector for one in framed])
    rule = framed[0].rule  # all are of one version
    logits = joined_logits(scores.logits, scores.embedding, vectors, temperature=temperature, rule=rule)
    return replace(scores, logits=logits)


def rule_of(version: ModelVersion) -> PrototypeRule:
    """Return the rule that was measured for a version, a cautious one where none was."""
    measured = version.prototype_rule
    return PrototypeRule(float(measured["scale"]), float(measured["bias"])) if measured else CAUTIOUS


def _switched_on(version_id: int) -> QuerySet[Show]:
    seen = Q(
        frames__status=Frame.Status.APPROVED,
        frames__deleted_at=None,
        frames__scores__version=version_id,
        frames__scores__index_row__isnull=False,
    )
    learnt = ModelLabel.objects.filter(version=version_id, show__isnull=False).values("show")
    return (
        Show.objects.filter(answer_by_frames=True)
        .exclude(pk__in=learnt)
        .annotate(
            count=Count("frames", filter=seen), newest=Max("frames", filter=seen), total=Sum("frames", filter=seen)
        )
        .filter(count__gte=LEAST_FRAMES)
        .order_by("slug")
    )


def _vector(version: ModelVersion, show: FramedShow) -> npt.NDArray[np.float64] | None:
    """Return the prototype of a show, made anew only where its frames are others."""
    key = (version.pk, show.show_id, show.frames, show.newest, show.total)
    if key not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = _make(version, show)
    return _kept[key]


def _make(version: ModelVersion, show: FramedShow) -> npt.NDArray[np.float64] | None:
    approved = Frame.objects.approved().filter(show=show.show_id)
    rows = dict(FrameScore.objects.filter(version=version, frame__in=approved).values_list("frame", "index_row"))
    return prototype(stored_embeddings(version, list(rows), rows))
