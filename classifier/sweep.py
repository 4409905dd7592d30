"""The sweep inside the running server: frames approved meanwhile are answered within half a minute.

`start_sweeping()` is called once in each worker process of a server that answers pictures itself.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from dataclasses import dataclass, field

from django.db.models import Sum

from catalog.models import Show
from classifier.background import repeat
from classifier.index.rows import Busy
from classifier.models import ModelVersion, Task
from classifier.services import score_frames

logger = logging.getLogger(__name__)

HALF_A_MINUTE = 30.0
LOOK_ANYWAY = 120
"""After so many passes the frames are looked through even where their number is the same."""


def start_sweeping(*, interval: float = HALF_A_MINUTE, stop: threading.Event | None = None) -> threading.Thread:
    """Sweep now and every `interval` seconds until `stop` or the end of the process; one process does at a time."""
    return repeat(Sweep().run, name="sweep of frames", interval=interval, stop=stop)


@dataclass
class Sweep:
    """Remembers what it swept, so that a pass with nothing to do costs two small queries."""

    most: int | None = None  # frames in one pass, for each task; None for all
    swept: dict[str, tuple[int, int]] = field(default_factory=dict)  # by task: version, and number of approved frames
    passes: int = 0

    def run(self) -> None:
        """Answer what is new with the active version that names shows, then with the one that gives tags."""
        self.passes += 1
        versions = {version.task: version for version in ModelVersion.objects.active_ones()}
        if not versions:
            return
        frames = _approved_frames()
        for task in (Task.SHOW, Task.TAGS):
            if task in versions:
                self._run(versions[task], frames)

    def _run(self, version: ModelVersion, frames: int) -> None:
        found = version.pk, frames
        if found == self.swept.get(version.task) and self.passes % LOOK_ANYWAY:
            return
        with suppress(Busy):
            if scored := score_frames(version, wait=False, gently=True, most=self.most):
                logger.info("%s answered %d more frames.", version.name, scored)
            if not (scored and self.most):
                self.swept[version.task] = found


def _approved_frames() -> int:
    return Show.objects.aggregate(frames=Sum("eligible_frames"))["frames"] or 0
