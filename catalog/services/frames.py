"""Frames enter the catalogue and are let through or turned away; `Show.eligible_frames` is kept right here."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catalog.models import Frame, Show


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
    Frame.objects.filter(pk__in=keys).soft_delete()
    recount_eligible(shows)
    return len(keys)


@transaction.atomic
def restore_frames(frames: QuerySet[Frame]) -> int:
    """Undo `delete_frames` and return how many frames came back."""
    keys, shows = _keys_and_shows(frames.filter(deleted_at__isnull=False))
    Frame.objects.filter(pk__in=keys).update(deleted_at=None)
    recount_eligible(shows)
    return len(keys)


def recount_eligible(shows: Iterable[int]) -> None:
    """Count the approved frames of shows (their keys) anew; to be called in the transaction that changed them."""
    counts = Frame.objects.approved().filter(show=OuterRef("pk")).order_by().values("show").annotate(n=Count("pk"))
    Show.objects.filter(pk__in=set(shows)).update(eligible_frames=Coalesce(Subquery(counts.values("n")), 0))


@transaction.atomic
def _set_status(frames: QuerySet[Frame], status: Frame.Status) -> int:
    keys, shows = _keys_and_shows(frames.filter(deleted_at__isnull=True).exclude(status=status))
    Frame.objects.filter(pk__in=keys).update(status=status)
    recount_eligible(shows)
    return len(keys)


def _keys_and_shows(frames: QuerySet[Frame]) -> tuple[list[int], set[int]]:
    rows = list(frames.order_by().values_list("pk", "show_id"))
    return [key for key, _ in rows], {show for _, show in rows}
