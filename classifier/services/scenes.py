"""Where in a show a picture may be from: the frame of that show which is most like it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from catalog.models import Frame, Show
from classifier.core.calibration import Floats
from classifier.models import FrameScore, ModelVersion
from classifier.services.embeddings import stored_embeddings
from classifier.services.nearest_frames import NearFrame


def nearest_of_shows(version: ModelVersion, embedding: Floats | None, shows: Iterable[Show]) -> dict[int, NearFrame]:
    """Return by show (its key) the frame that visitors may see which is most like an embedding (D) of this version.

    Every frame of these shows is compared, so that none is overlooked. A show without such a frame is left out.
    """
    if embedding is None:
        return {}
    scores = FrameScore.objects.filter(version=version, show__in=[show.pk for show in shows], index_row__isnull=False)
    rows = list(scores.filter(frame__in=Frame.objects.public()).values_list("show", "frame", "index_row"))
    frames = [frame for _, frame, _ in rows]
    likeness = stored_embeddings(version, frames, {frame: row for _, frame, row in rows}) @ np.asarray(embedding)
    best: dict[int, tuple[float, int]] = {}
    for (show, frame, _), like in zip(rows, likeness.tolist(), strict=True):
        best[show] = max(best.get(show, (-2.0, 0)), (like, frame))
    found = Frame.objects.select_related("show").in_bulk([frame for _, frame in best.values()])
    return {show: NearFrame(found[frame], like) for show, (like, frame) in best.items() if frame in found}
