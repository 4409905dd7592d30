"""Many pictures sent at once: taken in as a zip, answered bit by bit by whoever has time, kept as a table.

Nothing is unpacked to a disk. A batch is worked on by one process at a time, for the length of a lease; what it stored
stays when it dies, and another goes on from there. A bad picture costs its own answer, never the batch.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import IO, Any, BinaryIO, NamedTuple, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalog.core.imagefolder import PICTURE_SUFFIXES
from classifier.core.archive import MOST_PICTURES, Archive, ArchiveRefused, Member, is_archive
from classifier.models import Batch, BatchItem
from classifier.services.uploads import Sender

FOLDER = "batches"
MOST_WAITING = 3
"""So many batches of one sender may wait at a time."""

_GONE = "Its time was over before it was answered."


class BatchRefused(ValueError):  # noqa: N818 - a refusal with a sentence for people
    """What is not taken as a batch; the message is a sentence, `status` the HTTP status."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Progress:
    """How far a batch is."""

    total: int
    done: int
    refused: int

    @property
    def percent(self) -> int:
        return 100 * self.done // max(self.total, 1)


def create_batch(files: Sequence[tuple[str, IO[bytes]]], *, owner: str, user: Sender | None = None) -> Batch:
    """Take in one zip, or pictures by name, which are packed into one.

    Raises:
        BatchRefused: nothing was sent, a zip among other files, too many pictures, a zip that is none or a bomb.
    """
    if not files:
        raise BatchRefused("Choose pictures, a folder or a zip first: nothing was sent.")
    if _waiting_of(owner, user) >= MOST_WAITING:
        raise BatchRefused("Your other batches are not answered yet. Wait for one of them to end.", 429)
    zips = [place for place, (_, file) in enumerate(files) if _is_zip(file)]
    if not zips:
        pictures = [file for file in files if _may_be_picture(file[0])] if len(files) > 1 else files
        return _create_of_pictures(pictures, owner=owner, user=user)
    if len(files) > 1:
        raise BatchRefused("Send one zip by itself, or pictures without any.")
    [(name, file)] = files
    try:
        members = Archive(cast("BinaryIO", file)).members
    except ArchiveRefused as error:
        raise BatchRefused(str(error)) from error
    return _create(name, file, members, owner=owner, user=user)


def batches_of(*, owner: str, user: Sender | None = None) -> QuerySet[Batch]:
    """Return what was sent from this session, or by this person from any; newest first."""
    mine = Q(pk__in=())
    if owner:
        mine |= Q(owner=owner)
    if user is not None and user.is_authenticated:
        mine |= Q(user=user.pk)
    return Batch.objects.filter(mine)


def progress_of(batch: Batch) -> Progress:
    """Count how far a batch is."""
    items = batch.items.order_by()
    waiting = items.filter(done=False).count()
    total = items.count()
    return Progress(total, total - waiting, items.exclude(error="").count())


@transaction.atomic
def delete_batch(batch: Batch) -> None:
    """Delete a batch now, with its answers and its zip."""
    name = batch.file.name
    batch.delete()
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))


def end_batch(batch: Batch) -> None:
    """Let a batch end and its zip go; pictures that wait yet are said to have come too late."""
    name = batch.file.name
    with transaction.atomic():
        batch.items.filter(done=False).update(done=True, error=_GONE)
        Batch.objects.filter(pk=batch.pk).update(file="", ended_at=timezone.now(), claim="", claimed_until=None)
    if name:
        default_storage.delete(name)


def purge_batches(now: datetime) -> int:
    """End batches whose time is over, and delete zips that a crash left without a row; return how many ended."""
    expired = list(Batch.objects.filter(expires_at__lte=now).exclude(file=""))
    for batch in expired:
        end_batch(batch)
    if default_storage.exists(FOLDER):
        before = now - timedelta(hours=settings.SNN_PICTURE_HOURS)
        for file in default_storage.listdir(FOLDER)[1]:
            name = f"{FOLDER}/{file}"
            is_used = Batch.objects.filter(file=name).exists()
            if not is_used and default_storage.get_modified_time(name) < before:
                default_storage.delete(name)
    return len(expired)


def _create_of_pictures(files: Sequence[tuple[str, IO[bytes]]], *, owner: str, user: Sender | None) -> Batch:
    """Pack pictures as they are, without squeezing them: their names stand beside, not in the zip."""
    if not files:
        raise BatchRefused("There is no picture among these files.")
    if len(files) > MOST_PICTURES:
        raise BatchRefused(f"These are {len(files):,} pictures; {MOST_PICTURES:,} are the most.", 413)
    members = [Member(name[-255:] or "picture", place) for place, (name, _) in enumerate(files)]
    with tempfile.TemporaryFile() as packed:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for place, (_, file) in enumerate(files):
                file.seek(0)
                archive.writestr(f"{place:06d}.jpg", file.read())
        return _create(members[0].name, packed, members, owner=owner, user=user)


def _create(name: str, file: IO[bytes], members: Sequence[Member], *, owner: str, user: Sender | None) -> Batch:
    batch = Batch(
        name=name[-255:],
        owner=owner,
        user_id=user.pk if user is not None and user.is_authenticated else None,
        expires_at=timezone.now() + timedelta(hours=settings.SNN_PICTURE_HOURS),
    )
    file.seek(0)
    stored = default_storage.save(f"{FOLDER}/{batch.public_id}.zip", File(file))
    try:
        with transaction.atomic():
            batch.file = stored
            batch.save()
            BatchItem.objects.bulk_create(
                BatchItem(
                    batch=batch,
                    position=position,
                    place=member.place,
                    name=member.name,
                    done=bool(member.refused),
                    error=member.refused,
                )
                for position, member in enumerate(members, start=1)
            )
    except BaseException:
        default_storage.delete(stored)
        raise
    return batch


def _is_zip(file: IO[bytes]) -> bool:
    file.seek(0)
    return is_archive(file.read(4))


def _may_be_picture(name: str) -> bool:
    """A folder holds other files, too, which are passed over."""
    return PurePath(name).suffix.lower() in PICTURE_SUFFIXES and not name.startswith(".")


def _waiting_of(owner: str, user: Sender | None) -> int:
    return batches_of(owner=owner, user=user).filter(ended_at=None).count()


class Row(NamedTuple):
    """What became of a picture: an answer as the API gives it, or an error, or neither while it waits."""

    name: str
    answer: dict[str, Any] | None
    error: str


def answers_table(batch: Batch) -> list[Row]:
    """Return what became of every picture, in their order."""
    return [Row(*row) for row in batch.items.order_by("position").values_list("name", "answer", "error")]
