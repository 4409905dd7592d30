"""What is to be seen on frames, as the network for tags saw it ahead of time: nobody waits for a network here."""

from __future__ import annotations

from collections.abc import Sequence

from classifier.models import FrameScore, Task
from classifier.services.labelling import labelling_versions


def frame_tags(frames: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the tags of frames (their keys) that the active network is sure enough of, the likeliest first.

    One query, or none where no network gives tags. A frame that it has not answered yet is left out.
    """
    version = labelling_versions().get(Task.TAGS)
    if version is None or not frames:
        return {}
    found = FrameScore.objects.filter(version=version, frame__in=frames).values_list("frame", "top")
    return {frame: tuple(each["label"] for each in top) for frame, top in found}
