"""Answering pictures that were sent: claimed by one worker, asked of the network, stored one by one."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import cast

from django.db import transaction
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from PIL import Image

from classifier.core.image import ImageRefused, decode
from classifier.core.ranking import TOP
from classifier.models import Answer, ModelVersion, Prediction, Task, Upload
from classifier.predictors import PredictorError
from classifier.services.known import KnownShow, NoNetwork, known_shows, nameable_hash
from classifier.services.recognition import Recognised, recognise

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long one worker may take; when it died in the middle, another may try after that."""

MAX_ATTEMPTS = 3


def answer_upload(upload_id: int) -> None:
    """Answer an upload that waits; one that is done, or that another worker is at, is left alone."""
    if upload := _claim(upload_id):
        answer_claimed(upload)


def answer_claimed(upload: Upload, *, picture: Image.Image | None = None) -> None:
    """Answer an upload whose lease is ours; any failure is stored with its reason.

    `picture` spares reading it from storage again. No transaction is open while the network runs.
    """
    try:
        _answer(upload, picture)
    except (ImageRefused, FileNotFoundError):
        _fail(upload, "The picture is no longer there.")
    except NoNetwork:
        _fail(upload, "No network has been made active yet, so no picture can be recognised.")
    except PredictorError:
        logger.exception("The active network cannot be used")
        _fail(upload, "The network is out of order. Whoever runs this site finds the reason in its log.")
    except Exception:
        logger.exception("Upload %s could not be answered", upload.public_id)
        _fail(upload, "Something went wrong here. It has been logged.")


def answer_of(upload: Upload) -> Answer | None:
    """Return the answer to an upload: that of the active version, else the newest, with its listed shows."""
    return answers_of([upload]).get(upload.sha256)


def answers_of(uploads: Iterable[Upload]) -> dict[str, Answer]:
    """Return the answers to uploads by the hash of the picture, in two queries however many they are."""
    listed = Prediction.objects.filter(show__is_listed=True).select_related("show").order_by("rank")
    answers = (
        Answer.objects.filter(sha256__in={upload.sha256 for upload in uploads})
        .select_related("version")
        .prefetch_related(Prefetch("predictions", queryset=listed))
        .order_by("created_at", "pk")
    )
    by_preference = sorted(answers, key=lambda answer: answer.version.state == ModelVersion.State.ACTIVE)
    return {answer.sha256: answer for answer in by_preference}  # the last of a hash stays


def _claim(upload_id: int) -> Upload | None:
    """Take a waiting upload for the length of a lease; the database lets only one worker have it."""
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    waiting = Upload.objects.filter(free, pk=upload_id, status=Upload.Status.QUEUED)
    if waiting.filter(attempts__lt=MAX_ATTEMPTS).update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
        return Upload.objects.filter(pk=upload_id).first()
    waiting.update(status=Upload.Status.FAILED, error="Recognising this picture was given up after several attempts.")
    return None


def _answer(upload: Upload, picture: Image.Image | None) -> None:
    known = known_shows(Task.SHOW)
    if _is_answered(upload, known):
        _finish(upload)
    else:
        _store(upload, recognise(picture or _stored_picture(upload), known=known))


def _is_answered(upload: Upload, known: list[KnownShow]) -> bool:
    """Tell whether this version has answered this picture before, among the same shows."""
    before = Answer.objects.filter(sha256=upload.sha256, version=known[0].version_id)
    return before.filter(nameable=nameable_hash(known)).exists()


def _stored_picture(upload: Upload) -> Image.Image:
    if not upload.image:
        raise FileNotFoundError(upload.public_id)
    with upload.image.open("rb") as file:
        return decode(file.read())


@transaction.atomic
def _store(upload: Upload, recognised: Recognised) -> None:
    """Write the answer over an older one by the same version; an upload deleted meanwhile gets none."""
    if not _finish(upload):
        return
    answer = Answer(
        sha256=upload.sha256,
        version_id=recognised.network.version_id,
        known=recognised.ranking.known,
        reason=recognised.ranking.reason,
        device=recognised.network.predictor.device,
        ms=recognised.ms,
        nameable=nameable_hash(recognised.known),
    )
    # Upserts: the same picture may be answered by another worker in the same moment.
    Answer.objects.bulk_create(
        [answer],
        update_conflicts=True,
        unique_fields=("sha256", "version"),
        update_fields=("known", "reason", "device", "ms", "nameable", "created_at"),
    )
    predictions = [
        # Only shows that are in the catalogue are ranked.
        Prediction(answer=answer, rank=rank, show_id=cast("int", show.show_id), confidence=confidence)
        for rank, (show, confidence) in enumerate(recognised.predictions, start=1)
    ]
    if len(predictions) < TOP:
        answer.predictions.filter(rank__gt=len(predictions)).delete()  # of an older answer among more shows
    Prediction.objects.bulk_create(
        predictions,
        update_conflicts=True,
        unique_fields=("answer", "rank"),
        update_fields=("show", "confidence"),
    )


def _finish(upload: Upload) -> bool:
    return _end(upload, Upload.Status.DONE, "")


def _fail(upload: Upload, reason: str) -> None:
    _end(upload, Upload.Status.FAILED, reason)


def _end(upload: Upload, status: Upload.Status, error: str) -> bool:
    """Store how it ended; tell whether the upload is still there."""
    upload.status, upload.error, upload.claimed_until = status, error, None
    return bool(Upload.objects.filter(pk=upload.pk).update(status=status, error=error, claimed_until=None))
