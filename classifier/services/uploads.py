"""Pictures that people send: taken in, listed for their sender, deleted when the sender says so."""

from __future__ import annotations

import errno
import os
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalog.storage import store_whole
from classifier.core.image import ImageRefused, decode, encode, fingerprint
from classifier.models import Answer, Correction, Upload
from classifier.services.answers import answer_from_hash, answer_here
from classifier.services.claims import lease_from, new_claim
from classifier.services.corrections import withdraw_corrections
from classifier.services.queue import has_queue

Sender = AbstractBaseUser | AnonymousUser

FOLDER = "uploads"

_decoding = threading.BoundedSemaphore(os.cpu_count() or 1)
"""A decoded picture is large, and a server with hundreds of threads shall not hold hundreds of them."""

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
_DISK_FULL_SENTENCE = "The disk of this server is full, so the picture cannot be kept. Try again later."


def receive_picture(data: bytes, *, owner: str, user: Sender | None = None, keep_picture: bool = True) -> Upload:
    """Take in a picture as received: stored without metadata under its hash, or without a queue only its answer.

    Without a queue it is answered once that is committed, and the row comes back as it stands then: done, or failed
    with its reason. With one it waits for a worker, unless the active network has answered this very picture before.

    Raises:
        ImageRefused: with a sentence and a status, and nothing is kept; 507 where the disk is full.
    """
    sha256 = fingerprint(data)
    name = f"{FOLDER}/{sha256[:2]}/{sha256}.jpg"
    now = timezone.now()
    with _decoding:
        picture = decode(data)
        content = b"" if not keep_picture or default_storage.exists(name) else encode(picture)
    try:
        with transaction.atomic():
            upload = Upload.objects.create(
                sha256=sha256,
                image=name if keep_picture else "",
                width=picture.width,
                height=picture.height,
                owner=owner,
                user_id=_user_id(user),
                expires_at=now + timedelta(hours=settings.SNN_PICTURE_HOURS),
                request_id=structlog.contextvars.get_contextvars().get("request_id", ""),
                **_how_it_waits(now),
            )
            if keep_picture and not default_storage.exists(name):
                store_whole(default_storage, name, content or encode(picture))
            answer = answer_from_hash if has_queue() else partial(answer_here, picture=picture)
            transaction.on_commit(partial(answer, upload))
    except (OSError, DatabaseError) as error:
        with suppress(OSError, DatabaseError):  # what a crash leaves here instead goes with the next day's purge
            remove_picture(name)
        if _is_disk_full(error):
            raise ImageRefused(_DISK_FULL_SENTENCE, 507) from error
        raise
    return upload


def uploads_of(*, owner: str, user: Sender | None = None) -> QuerySet[Upload]:
    """Return what was sent from this session, or by this person from any; newest first."""
    mine = Q(pk__in=())
    if owner:
        mine |= Q(owner=owner)
    if (user_id := _user_id(user)) is not None:
        mine |= Q(user=user_id)
    return Upload.objects.filter(mine)


@transaction.atomic
def delete_upload(upload: Upload) -> None:
    """Delete an upload now: its row, what was said of its answer, and picture and answers that nobody else needs."""
    withdraw_corrections(Correction.objects.filter(upload=upload))
    upload.delete()
    if not Upload.objects.filter(sha256=upload.sha256).exists():
        Answer.objects.filter(sha256=upload.sha256).delete()
    remove_picture(upload.image.name)


def remove_picture(name: str | None) -> None:
    """Remove a stored picture that no upload uses any more. Call it in the transaction that lets go of it."""
    if name and not Upload.objects.filter(image=name).exists():
        default_storage.delete(name)


def _how_it_waits(now: datetime) -> dict[str, Any]:
    """Without a queue an upload is this very process's from the start."""
    return {} if has_queue() else {"claimed_until": lease_from(now), "claim": new_claim(), "attempts": 1}


def _user_id(user: Sender | None) -> int | None:
    return user.pk if user is not None and user.is_authenticated else None


def _is_disk_full(error: OSError | DatabaseError) -> bool:
    if isinstance(error, OSError):
        return error.errno in _DISK_FULL
    return "disk is full" in str(error) or "No space left" in str(error)
