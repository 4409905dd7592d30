"""Pictures go after a day; their answers stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from classifier.models import Upload
from classifier.services.uploads import FOLDER, remove_picture


def purge_uploads(now: datetime) -> int:
    """Delete every picture whose time is over, and files that a crash left without a row; return how many pictures."""
    expired = Upload.objects.filter(expires_at__lte=now).exclude(image="")
    purged = sum(_purge(pk, name) for pk, name in list(expired.values_list("pk", "image")))
    _remove_orphans(before=now - timedelta(hours=settings.SNN_PICTURE_HOURS))
    return purged


@transaction.atomic
def _purge(pk: int, name: str) -> int:
    gone = Upload.objects.filter(pk=pk).exclude(image="").update(image="")
    waiting = Q(pk=pk, status=Upload.Status.QUEUED)
    Upload.objects.filter(waiting).update(status=Upload.Status.FAILED, error="The picture went before it was answered.")
    remove_picture(name)
    return gone


def _remove_orphans(*, before: datetime) -> None:
    for name in _stored_pictures():
        try:
            is_old = default_storage.get_modified_time(name) < before
        except FileNotFoundError:  # another worker purges, too
            continue
        if is_old:
            with transaction.atomic():
                remove_picture(name)


def _stored_pictures() -> Iterator[str]:
    if not default_storage.exists(FOLDER):
        return
    for folder in default_storage.listdir(FOLDER)[0]:
        yield from (f"{FOLDER}/{folder}/{file}" for file in default_storage.listdir(f"{FOLDER}/{folder}")[1])
