"""Which frames of the catalogue a picture is most like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from catalog.models import Frame
from classifier.core.calibration import Floats
from classifier.index.nearest import nearest_rows
from classifier.models import Answer, FrameScore, ModelVersion
from classifier.services.embeddings import embedding_rows

_SPARE = 4  # a search asks for so many times more, as some may have been removed since; then for many more


@dataclass(frozen=True)
class NearFrame:
    """A frame with its show, and how like it is: the cosine of the embeddings, from -1 to 1."""

    frame: Frame
    likeness: float


def nearest_frames(
    version: ModelVersion, embedding: Floats, k: int, *, among: QuerySet[Frame] | None = None
) -> list[NearFrame]:
    """Return the k frames most like an embedding (D) of this version, best first; fewer where there are fewer.

    Only approved frames of listed shows, as they are now, or those `among` them.
    """
    frames = Frame.objects.approved().filter(show__is_listed=True) if among is None else among
    rows = embedding_rows(version)
    for count in (_SPARE * k, _SPARE**3 * k):
        found, likeness = nearest_rows(rows, embedding, count)
        shown = _shown(version, frames, rows.read()["frame"][found].tolist())
        near = [NearFrame(shown[row], float(like)) for row, like in zip(found, likeness, strict=True) if row in shown]
        if len(near) >= k or len(found) < count:
            break
    return near[:k]


def nearest_to_answer(answer: Answer, k: int) -> list[NearFrame]:
    """Return the k frames that visitors may see which are most like the picture of an answer."""
    if not answer.embedding:
        return []
    embedding = np.frombuffer(answer.embedding, dtype=np.float16).astype(np.float32)
    return nearest_frames(answer.version, embedding, k, among=Frame.objects.public())


def _shown(version: ModelVersion, frames: QuerySet[Frame], keys: Sequence[int]) -> dict[int | None, Frame]:
    """Return frames by the row of their score: not those removed since, nor rows that newer ones replaced."""
    scores = FrameScore.objects.filter(version=version, frame__in=frames.filter(pk__in=keys))
    return {score.index_row: score.frame for score in scores.select_related("frame__show")}
