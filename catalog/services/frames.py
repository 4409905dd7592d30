"""Frames enter the catalogue and are let through or turned away; `Show.eligible_frames` is kept right here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from PIL import Image

from catalog.core.frames import FrameRefused, open_picture
from catalog.models import Frame, FrameQuerySet, Show

_BATCH = 5000  # keys in one statement


def approve_frames(frames: QuerySet[Frame]) -> int:
    """Let frames through and return how many were not yet; deleted ones stay as they are."""
    return _set_status(frames, Frame.Status.APPROVED)


def reject_frames(frames: QuerySet[Frame]) -> int:
    """Turn frames away and return how many were not yet; deleted ones stay as they are."""
    return _set_status(frames, Frame.Status.REJECTED)


@transaction.atomic
def delete_frames(frames: QuerySet[Frame]) -> int:
    """Mark frames as deleted and return how many were not yet; rows and files stay, so that they never come back."""
    keys, shows = _keys_and_shows(frames.filter(deleted_at__isnull=True))
    for some in _batches(keys):
        some.soft_delete()
    recount_eligible(shows)
    return len(keys)


@transaction.atomic
def restore_frames(frames: QuerySet[Frame]) -> int:
    """Undo `delete_frames` and return how many frames came back."""
    keys, shows = _keys_and_shows(frames.filter(deleted_at__isnull=False))
    for some in _batches(keys):
        some.update(deleted_at=None)
    recount_eligible(shows)
    return len(keys)


def open_frame(frame: Frame) -> Image.Image:
    """Return the picture of a frame as people see it: upright, RGB, first frame.

    Raises:
        FrameRefused: its file is gone or damaged.
    """
    try:
        with frame.image.open("rb") as file:
            image, _ = open_picture(file.read())
    except OSError as error:
        raise FrameRefused("The file of this frame is gone.") from error
    return image


def recount_eligible(shows: Iterable[int]) -> None:
    """Count the approved frames of shows (their keys) anew; to be called in the transaction that changed them."""
    counts = Frame.objects.approved().filter(show=OuterRef("pk")).order_by().values("show").annotate(n=Count("pk"))
    Show.objects.filter(pk__in=set(shows)).update(eligible_frames=Coalesce(Subquery(counts.values("n")), 0))


@transaction.atomic
def _set_status(frames: QuerySet[Frame], status: Frame.Status) -> int:
    keys, shows = _keys_and_shows(frames.filter(deleted_at__isnull=True).exclude(status=status))
    for some in _batches(keys):
        some.update(status=status)
    recount_eligible(shows)
    return len(keys)


def _keys_and_shows(frames: QuerySet[Frame]) -> tuple[list[int], set[int]]:
    rows = list(frames.order_by().values_list("pk", "show_id"))
    return [key for key, _ in rows], {show for _, show in rows}


def _batches(keys: list[int]) -> Iterator[FrameQuerySet]:
    for start in range(0, len(keys), _BATCH):
        yield Frame.objects.filter(pk__in=keys[start : start + _BATCH])
