"""Claims: a worker takes waiting uploads for the length of a lease, and only its own result is stored.

A worker that dies holds what it took until the lease runs out; then another may try. The database sees to it that no
two have the same row: PostgreSQL by `SKIP LOCKED`, SQLite because one transaction writes at a time.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from classifier.models import Upload

MAX_ATTEMPTS = 3

_GIVEN_UP = "Recognising this picture was given up after several attempts."


def lease_from(now: datetime) -> datetime:
    """Return until when a claim made now holds."""
    return now + timedelta(seconds=settings.SNN_LEASE_SECONDS)


def new_claim() -> str:
    """Return a token for one claim: what a worker stores counts only while the row still bears it."""
    return secrets.token_urlsafe(16)


def claim_upload(upload_id: int) -> Upload | None:
    """Take one waiting upload, or none: it is over, another worker is at it, or it was tried too often."""
    now = timezone.now()
    waiting = _free(now).filter(pk=upload_id)
    if _take(waiting.filter(attempts__lt=MAX_ATTEMPTS), now):
        return Upload.objects.filter(pk=upload_id).first()
    _give_up(waiting)
    return None


@transaction.atomic
def claim_waiting(limit: int) -> list[Upload]:
    """Take up to `limit` waiting uploads, the oldest first.

    What was tried before comes alone: whatever ended its worker shall not end the others of a batch with it.
    """
    now = timezone.now()
    oldest = _free(now).filter(attempts__lt=MAX_ATTEMPTS).order_by("created_at", "pk")
    if connection.features.has_select_for_update_skip_locked:
        oldest = oldest.select_for_update(skip_locked=True)
    rows = _together(oldest[:limit])
    _take(Upload.objects.filter(pk__in=[row.pk for row in rows]), now)
    return list(Upload.objects.filter(pk__in=[row.pk for row in rows]).order_by("created_at", "pk"))


def give_up_hopeless() -> int:
    """Let uploads fail that were tried too often and that nobody is at; return how many."""
    return _give_up(_free(timezone.now()))


def release(uploads: Iterable[Upload]) -> None:
    """Hand claimed uploads back, untried: another worker may take them at once."""
    for upload in uploads:
        mine = Upload.objects.filter(pk=upload.pk, claim=upload.claim, status=Upload.Status.QUEUED)
        mine.update(claimed_until=None, claim="", attempts=F("attempts") - 1)


def end_upload(upload: Upload, status: Upload.Status, error: str = "") -> bool:
    """Store how a claimed upload ended; tell whether that counted: not where it is gone, or another's by now."""
    upload.status, upload.error, upload.claimed_until, upload.ended_at = status, error, None, timezone.now()
    mine = Upload.objects.filter(pk=upload.pk, claim=upload.claim, status=Upload.Status.QUEUED)
    return bool(mine.update(status=status, error=error, claimed_until=None, ended_at=upload.ended_at))


def _free(now: datetime) -> QuerySet[Upload]:
    return Upload.objects.filter(Q(claimed_until=None) | Q(claimed_until__lt=now), status=Upload.Status.QUEUED)


def _together(oldest: Iterable[Upload]) -> list[Upload]:
    rows = list(oldest)
    return rows[:1] if rows and rows[0].attempts else [row for row in rows if not row.attempts]


def _take(uploads: QuerySet[Upload], now: datetime) -> int:
    return uploads.update(claimed_until=lease_from(now), claim=new_claim(), attempts=F("attempts") + 1)


def _give_up(uploads: QuerySet[Upload]) -> int:
    hopeless = uploads.filter(attempts__gte=MAX_ATTEMPTS)
    return hopeless.update(status=Upload.Status.FAILED, error=_GIVEN_UP, ended_at=timezone.now())
