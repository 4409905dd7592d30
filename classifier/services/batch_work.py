"""Working on batches: a process takes the oldest for the length of a lease and answers some of its pictures."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import BinaryIO, cast

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from classifier.core.archive import Archive, ArchiveRefused
from classifier.core.image import ImageRefused, decode
from classifier.models import Batch, BatchItem
from classifier.predictors import DeviceError, PredictorError
from classifier.services.answer_json import answer_json
from classifier.services.batches import end_batch
from classifier.services.claims import MAX_ATTEMPTS, lease_from, new_claim
from classifier.services.known import NoNetwork
from classifier.services.said import say, say_all

logger = logging.getLogger(__name__)

_GIVEN_UP = "Recognising this picture was given up after several attempts."
_NO_NETWORK = "No network has been made active yet, so no picture can be recognised."
_OUT_OF_ORDER = "The network is out of order. Whoever runs this site finds the reason in its log."
_WENT_WRONG = "Something went wrong here. It has been logged."


def work_on_batches(seconds: float) -> int:
    """Answer pictures of the oldest batch that nobody is at for about so long; return how many, 0 where none waits.

    Raises:
        DeviceError: what runs the networks is out of order; the batch can be taken up by others at once.
        OperationalError, InterfaceError: the database is away; likewise once its lease is over.
    """
    batch = _claimed()
    if batch is None:
        return 0
    try:
        return _work(batch, time.monotonic() + seconds)
    finally:
        _release(batch)


def batches_wait() -> bool:
    """Tell whether there is a batch to be worked on."""
    return _free().exists()


def _free() -> QuerySet[Batch]:
    now = timezone.now()
    return Batch.objects.filter(Q(claimed_until=None) | Q(claimed_until__lt=now), ended_at=None)


def _claimed() -> Batch | None:
    """Take the oldest batch that is free; compared with the claim it bore, so that no two processes get it."""
    for batch in _free().order_by("created_at", "pk")[:4]:
        claim = new_claim()
        free = Batch.objects.filter(pk=batch.pk, claim=batch.claim, claimed_until=batch.claimed_until, ended_at=None)
        if free.update(claim=claim, claimed_until=lease_from(timezone.now()), attempts=F("attempts") + 1):
            return Batch.objects.filter(pk=batch.pk, claim=claim).first()
    return None


def _release(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk, claim=batch.claim).update(claim="", claimed_until=None)


def _work(batch: Batch, end: float) -> int:
    """Answer until it is time, or nothing waits: then the batch ends."""
    answered = 0
    # Whatever ended the process before shall end it alone: one by one, and after some attempts not at all.
    size = settings.SNN_BATCH_SIZE if batch.attempts == 1 else 1
    give_up = batch.attempts > MAX_ATTEMPTS
    try:
        with batch.file.open("rb") as file:
            archive = Archive(cast("BinaryIO", file), most=None)
            while items := list(batch.items.filter(done=False).order_by("position")[:size]):
                if give_up:
                    items[0].error, give_up = _GIVEN_UP, False
                    items = items[:1]
                else:
                    _answer(archive, items)
                if not _store(batch, items):
                    return answered  # another took it up, or it was deleted
                answered += len(items)
                if time.monotonic() > end:
                    return answered
    except (FileNotFoundError, ArchiveRefused, ValueError):
        logger.exception("The zip of batch %s cannot be read", batch.pk)
    end_batch(batch)
    return answered


def _answer(archive: Archive, items: Sequence[BatchItem]) -> None:
    """Fill in answers or errors, not yet stored; where the networks fail for all, each is asked about by itself."""
    pictures = {}
    for item in items:
        try:
            pictures[item] = decode(archive.read(item.place))
        except (ArchiveRefused, ImageRefused) as error:
            item.error = str(error)[:300]
    if not pictures:
        return
    try:
        for item, said in zip(pictures, say_all(list(pictures.values())), strict=True):
            item.answer = answer_json(said)
        return
    except (DeviceError, OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("%d pictures of a batch could not be answered together", len(pictures))
    for item, picture in pictures.items():
        try:
            item.answer = answer_json(say(picture))
        except (DeviceError, OperationalError, InterfaceError):
            raise
        except Exception as error:
            logger.exception("A picture of a batch could not be answered")
            item.error = _reason(error)


def _reason(error: Exception) -> str:
    if isinstance(error, NoNetwork):
        return _NO_NETWORK
    return _OUT_OF_ORDER if isinstance(error, PredictorError) else _WENT_WRONG


@transaction.atomic
def _store(batch: Batch, items: Sequence[BatchItem]) -> bool:
    """Store what was filled in, and make the lease longer; tell whether it was still ours."""
    mine = Batch.objects.filter(pk=batch.pk, claim=batch.claim, ended_at=None)
    if not mine.update(claimed_until=lease_from(timezone.now()), attempts=0):
        return False
    for item in items:
        item.done = True
        item.save(update_fields=["done", "answer", "error"])
    return True
