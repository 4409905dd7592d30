"""What a version says of every approved frame, prepared ahead: the opponent in games, the index of likeness, tags.

Nobody tells the classifier that frames were approved: it looks for those without a score. A sweep that was cut short
goes on where it stopped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, When
from PIL import Image

from catalog.models import Frame
from classifier.core.calibration import Floats
from classifier.core.image import ImageRefused, decode
from classifier.core.labels import label_scores
from classifier.core.learnt import Learnt, Place, read_learnt
from classifier.core.ranking import top_shows
from classifier.index.nearest import refresh_lists
from classifier.index.rows import Rows
from classifier.models import FrameScore, ModelVersion, Task
from classifier.predictors import PredictorError
from classifier.predictors.files import read_checked
from classifier.services.embeddings import embedding_rows
from classifier.services.files import on_every_core
from classifier.services.known import KnownShow, nameable, shows_known_to
from classifier.services.network import Network, load_network, network_of, stored_card

logger = logging.getLogger(__name__)

BATCH = 16

Seen = tuple[Frame, Floats, Floats]  # a frame, its logits (C), its embedding (D)


def score_frames(
    version: ModelVersion,
    *,
    progress: Callable[[int, int], None] | None = None,
    wait: bool = True,
    gently: bool = False,
    most: int | None = None,
) -> int:
    """Let a version answer every approved frame that it has not answered yet, and return how many it did.

    Only versions that name shows answer frames, and those that give tags. Frames kept for games come first. One whose
    file is gone or damaged is passed over and logged. `progress` is told how many are done, and of how many; `gently`
    leaves all cores but one to others; `most` ends it after so many.

    Raises:
        Busy: another process is at it, and `wait` is false.
        PredictorError: the files of the version are absent, altered or broken, or it cannot be run.
    """
    rows = embedding_rows(version)
    if version.task not in (Task.SHOW, Task.TAGS):
        return 0
    with rows.adding(wait=wait):
        waiting = _waiting(version, rows)[:most]
        if not waiting:
            return 0
        judge = _judge(version)
        scored = done = 0
        for seen in (map if gently else on_every_core)(judge.look_at, _batches(waiting)):
            scored += _store(rows, judge, seen) if seen else 0
            done = min(done + BATCH, len(waiting))
            if progress:
                progress(done, len(waiting))
        if judge.keeps_rows:
            refresh_lists(rows)
    return scored


@dataclass(frozen=True)
class _Judge:
    """A version that names shows, with what its outputs mean and what it learnt from."""

    keeps_rows: ClassVar[bool] = True  # for the index of likeness
    version: ModelVersion
    network: Network
    known: Sequence[KnownShow]
    learnt: Learnt

    def look_at(self, frames: Sequence[Frame]) -> list[Seen]:
        """Run the network on those frames that can be read."""
        pictures = [(frame, picture) for frame in frames if (picture := _picture(frame)) is not None]
        if not pictures:
            return []
        scores = self.network.run([picture for _, picture in pictures])
        return [
            (frame, logits, embedding)
            for (frame, _), logits, embedding in zip(pictures, scores.logits, scores.embedding, strict=True)
        ]

    def score(self, frame: Frame, logits: Floats, row: int | None) -> FrameScore:
        """Put the answer into a row, not yet stored."""
        card = self.network.card
        ranking = top_shows(logits, temperature=card.temperature, unknown=card.unknown, nameable=nameable(self.known))
        best = [(self.known[ranked.output], ranked.confidence) for ranked in ranking.predictions]
        return FrameScore(
            frame=frame,
            version=self.version,
            show_id=frame.show_id,
            random_key=frame.random_key,
            top=[{"show": show.show_id, "label": show.label, "confidence": confidence} for show, confidence in best],
            knows=any(show.show_id == frame.show_id for show in self.known),
            correct=bool(best) and best[0][0].show_id == frame.show_id,
            split=self.learnt.split_of(frame.sha256, drawn=_drawn(frame)),
            index_row=row,
        )


@dataclass(frozen=True)
class _Tagger(_Judge):
    """A version that gives tags: those that count are kept, the likeliest first."""

    keeps_rows = False

    def score(self, frame: Frame, logits: Floats, row: int | None) -> FrameScore:
        counting = [score for score in label_scores(logits, self.network.card) if score.counts]
        return FrameScore(
            frame=frame,
            version=self.version,
            show_id=frame.show_id,
            random_key=frame.random_key,
            top=[{"label": score.label, "confidence": round(score.confidence, 6)} for score in counting],
            knows=False,
            correct=False,
            split=self.learnt.split_of(frame.sha256, drawn=_drawn(frame)),
        )


def _judge(version: ModelVersion) -> _Judge:
    is_active = version.state == ModelVersion.State.ACTIVE
    network = network_of(version.pk) if is_active else load_network(version)
    if version.task == Task.TAGS:
        return _Tagger(version, network, (), learnt_by(version))
    return _Judge(version, network, shows_known_to(version), learnt_by(version))


def learnt_by(version: ModelVersion) -> Learnt:
    """Read the manifest; a version without one, such as a test's, learnt from nothing that is known."""
    card = stored_card(version)
    if "manifest.csv" not in card.files:
        return Learnt(())
    try:
        return read_learnt(read_checked(version.folder, "manifest.csv", card).decode())
    except ValueError as error:
        raise PredictorError(f"{version.folder / 'manifest.csv'} cannot be read: {error}") from error


def _waiting(version: ModelVersion, rows: Rows) -> list[int]:
    """Return the keys of approved frames without a score, or whose score is of another show, or whose row is lost."""
    good = FrameScore.objects.filter(version=version, frame=OuterRef("pk"), show=OuterRef("show"))
    if version.task == Task.SHOW:
        good = good.filter(index_row__lt=len(rows.read()))
    kept_first = Case(When(split="test", then=0), default=1)
    waiting = Frame.objects.approved().filter(~Exists(good)).order_by(kept_first, "random_key")
    return list(waiting.values_list("pk", flat=True))


def _batches(keys: Sequence[int]) -> Iterator[list[Frame]]:
    for start in range(0, len(keys), BATCH):
        yield list(Frame.objects.select_related("show").filter(pk__in=keys[start : start + BATCH]).order_by("pk"))


def _picture(frame: Frame) -> Image.Image | None:
    try:
        with frame.image.open("rb") as file:
            return decode(file.read())
    except (OSError, ImageRefused) as error:
        logger.warning("Frame %s cannot be scored: %s", frame.pk, error)
        return None


def _drawn(frame: Frame) -> Place | None:
    if not frame.show.is_demo or frame.episode is None or frame.time is None:
        return None
    return frame.show.slug, frame.episode, frame.time


def _store(rows: Rows, judge: _Judge, seen: Sequence[Seen]) -> int:
    """Write embeddings, then scores, over older ones; a frame that was removed meanwhile gets none."""
    first = None
    if judge.keeps_rows:
        first = rows.append([frame.pk for frame, *_ in seen], np.stack([embedding for *_, embedding in seen]))
    with transaction.atomic():
        there = set(Frame.objects.filter(pk__in=[frame.pk for frame, *_ in seen]).values_list("pk", flat=True))
        scores = [
            judge.score(frame, logits, None if first is None else first + place)
            for place, (frame, logits, _) in enumerate(seen)
            if frame.pk in there
        ]
        FrameScore.objects.bulk_create(
            scores,
            update_conflicts=True,
            unique_fields=("frame", "version"),
            update_fields=("show", "random_key", "top", "knows", "correct", "split", "index_row"),
        )
    return len(scores)
