"""Answers as rows: written over older ones by the same version, and found again by the hash of their picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np
from django.db.models import Prefetch

from classifier.core.heatmap import activation_to_json
from classifier.core.ranking import TOP
from classifier.models import Answer, ModelVersion, Prediction, Task, Upload
from classifier.services.known import KnownShow, nameable_hash
from classifier.services.labelling import Labelled
from classifier.services.recognition import Recognised

SHOWN_LEAST = 0.005
"""A label that is less likely than this is not kept, unless it counts: it would be one of hundreds."""

_FIELDS = ("known", "reason", "device", "ms", "nameable", "embedding", "activation", "labels", "created_at")


def answered_hashes(hashes: Sequence[str], known: Sequence[KnownShow]) -> set[str]:
    """Return those of the pictures that this version has answered before, among the same shows."""
    before = Answer.objects.filter(sha256__in=hashes, version=known[0].version_id)
    return set(before.filter(nameable=nameable_hash(known)).values_list("sha256", flat=True))


def labelled_hashes(hashes: Sequence[str], versions: Iterable[int]) -> dict[int, set[str]]:
    """Return by version (its key) those of the pictures that it has answered before; one query, or none."""
    found: dict[int, set[str]] = {version: set() for version in versions}
    if found:
        before = Answer.objects.filter(sha256__in=hashes, version__in=found)
        for version, sha256 in before.values_list("version", "sha256"):
            found[version].add(sha256)
    return found


def store_recognised(sha256: str, recognised: Recognised) -> Answer:
    """Write which show a picture is from. Call it in a transaction."""
    answer = Answer(
        sha256=sha256,
        version_id=recognised.network.version_id,
        known=recognised.ranking.known,
        reason=recognised.ranking.reason,
        device=recognised.network.predictor.device,
        ms=recognised.ms,
        nameable=nameable_hash(recognised.known),
        embedding=recognised.embedding.astype(np.float16).tobytes(),
        activation=None if recognised.activation is None else activation_to_json(recognised.activation),
    )
    _upsert([answer])
    predictions = [
        # Only shows that are in the catalogue are ranked.
        Prediction(
            answer=answer,
            rank=rank,
            show_id=cast("int", show.show_id),
            confidence=confidence,
            frames=show.framed.frames if show.framed else None,
        )
        for rank, (show, confidence) in enumerate(recognised.predictions, start=1)
    ]
    if len(predictions) < TOP:
        answer.predictions.filter(rank__gt=len(predictions)).delete()  # of an older answer among more shows
    Prediction.objects.bulk_create(
        predictions,
        update_conflicts=True,
        unique_fields=("answer", "rank"),
        update_fields=("show", "confidence", "frames"),
    )
    return answer


def store_labelled(sha256: str, found: Iterable[Labelled]) -> None:
    """Write which labels fit a picture, an answer for each network."""
    _upsert([_labels_answer(sha256, labelled) for labelled in found])


def answer_of(upload: Upload) -> Answer | None:
    """Return which show an upload is from: the answer of the active version, else the newest, with its listed shows."""
    return answers_of([upload]).get(upload.sha256)


def answers_of(uploads: Iterable[Upload]) -> dict[str, Answer]:
    """Return which shows uploads are from, by the hash of the picture, in two queries however many they are."""
    by_hash = answers_by_task({upload.sha256 for upload in uploads}, only=Task.SHOW)
    return {sha256: answers[Task.SHOW] for sha256, answers in by_hash.items()}


def answers_by_task(hashes: Iterable[str], *, only: str = "") -> dict[str, dict[str, Answer]]:
    """Return the answers to pictures by their hash and by task, in two queries however many they are.

    Of each task that of the active version, else the newest; predictions are those of listed shows.
    """
    listed = Prediction.objects.filter(show__is_listed=True).select_related("show").order_by("rank")
    answers = (
        Answer.objects.filter(sha256__in=set(hashes), **({"version__task": only} if only else {}))
        .select_related("version")
        .prefetch_related(Prefetch("predictions", queryset=listed))
        .order_by("created_at", "pk")
    )
    found: dict[str, dict[str, Answer]] = defaultdict(dict)
    for answer in sorted(answers, key=lambda answer: answer.version.state == ModelVersion.State.ACTIVE):
        found[answer.sha256][answer.version.task] = answer  # the last of a task stays
    return dict(found)


def _labels_answer(sha256: str, labelled: Labelled) -> Answer:
    return Answer(
        sha256=sha256,
        version_id=labelled.network.version_id,
        known=True,
        device=labelled.network.predictor.device,
        ms=labelled.ms,
        labels=labels_json(labelled),
    )


def labels_json(labelled: Labelled) -> list[dict[str, Any]]:
    """Return labels as they are kept: those that count, and those that are not all but impossible."""
    return [
        {"label": score.label, "confidence": round(score.confidence, 6), "counts": score.counts}
        for score in labelled.scores
        if score.counts or score.confidence >= SHOWN_LEAST
    ]


def _upsert(answers: Sequence[Answer]) -> None:
    """Write rows: the same picture may be answered by another worker in the same moment."""
    Answer.objects.bulk_create(
        answers, update_conflicts=True, unique_fields=("sha256", "version"), update_fields=_FIELDS
    )
