"""Where frames lie for a version: an embedding each, prepared by `score_frames`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from django.conf import settings

from classifier.index.rows import Rows
from classifier.models import FrameScore, ModelVersion


def embedding_rows(version: ModelVersion) -> Rows:
    """Return the file of a version's embeddings, which may be empty yet."""
    return Rows(Path(settings.SNN_INDEXES) / version.name, int(version.card["outputs"]["embedding"]))


def frame_embeddings(version: ModelVersion, frames: Sequence[int]) -> npt.NDArray[np.float32]:
    """Return the embeddings of N frames (their keys), in that order: N x D, of length 1, in one query.

    A frame that has none, because it was not scored yet, gets zeros, which are like nothing.
    """
    scores = FrameScore.objects.filter(version=version, frame__in=frames).values_list("frame", "index_row")
    return stored_embeddings(version, frames, dict(scores))


def stored_embeddings(
    version: ModelVersion, frames: Sequence[int], rows: Mapping[int, int | None]
) -> npt.NDArray[np.float32]:
    """Do the same without a query, for whoever knows the `index_row` of each frame from its score."""
    stored = embedding_rows(version).read()
    found = np.zeros((len(frames), stored.dtype["embedding"].shape[0]), dtype=np.float32)
    for place, frame in enumerate(frames):
        row = rows.get(frame)
        if row is not None and row < len(stored) and stored[row]["frame"] == frame:
            found[place] = stored[row]["embedding"]
    return found
