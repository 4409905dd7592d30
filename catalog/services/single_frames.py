"""One picture becomes a frame, or a frame leaves the catalogue with its picture."""

from __future__ import annotations

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from catalog.core.frames import NEAR_COPY, SeenHashes, inspect
from catalog.models import Frame, Show, frame_path
from catalog.services.frames import recount_eligible
from catalog.storage import store_whole


@transaction.atomic
def add_frame(content: bytes, show: Show, *, source: str) -> Frame | None:
    """Add a picture as a pending frame, byte for byte; None where the catalogue has or had this very file already.

    Raises:
        FrameRefused: it is no picture of an accepted format, damaged, or too large.
    """
    looks = inspect(content)
    if Frame.objects.filter(sha256=looks.sha256).exists():
        return None
    stored = SeenHashes(Frame.objects.present().filter(show=show).values_list("phash", flat=True))
    frame = Frame(
        show=show,
        sha256=looks.sha256,
        phash=looks.phash,
        format=looks.format,
        width=looks.width,
        height=looks.height,
        source=source[:200],
        flags=[*looks.flags, *([NEAR_COPY] if stored.has_near(looks.phash) else [])],
    )
    frame.image.name = frame_path(frame, "")
    store_whole(default_storage, str(frame.image.name), content)
    frame.save()
    return frame


@transaction.atomic
def remove_frames(frames: QuerySet[Frame]) -> int:
    """Take frames out for good, with their pictures once that is committed; return how many.

    Unlike `delete_frames`, for pictures that their sender takes back.
    """
    rows = list(frames)
    Frame.objects.filter(pk__in=[frame.pk for frame in rows]).delete()
    recount_eligible(frame.show_id for frame in rows)
    for frame in rows:
        transaction.on_commit(partial(default_storage.delete, str(frame.image.name)))
    return len(rows)
