"""Answering pictures that were sent: claimed by one worker, asked of every active network, stored one by one."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import structlog
from django.db import InterfaceError, OperationalError, transaction
from PIL import Image

from classifier.core.image import ImageRefused, decode
from classifier.models import Task, Upload
from classifier.predictors import DeviceError, PredictorError
from classifier.services.answer_rows import answered_hashes, labelled_hashes, store_labelled, store_recognised
from classifier.services.claims import claim_upload, end_upload
from classifier.services.known import KnownShow, NoNetwork, known_shows
from classifier.services.labelling import Labelled, label_each, labelling_versions
from classifier.services.recognition import Recognised, recognise_all

logger = logging.getLogger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError)

_WENT_WRONG = "Something went wrong here. It has been logged."


def answer_upload(upload_id: int) -> None:
    """Answer an upload that waits; one that is done, or that another worker is at, is left alone."""
    if upload := claim_upload(upload_id):
        answer_here(upload)


def answer_here(upload: Upload, *, picture: Image.Image | None = None) -> None:
    """Answer an upload whose lease is ours, in the request that asks; any failure is stored with its reason.

    `picture` spares reading it from storage again.
    """
    try:
        answer_claimed([upload], pictures={upload.sha256: picture} if picture else {})
    except (*DATABASE_AWAY, DeviceError):
        logger.exception("An upload could not be answered")
        end_upload(upload, Upload.Status.FAILED, _WENT_WRONG)


def answer_from_hash(upload: Upload) -> None:
    """Answer an upload at once where the active networks have answered this picture before; else it goes on waiting."""
    with suppress(NoNetwork):
        known, versions = known_shows(Task.SHOW), labelling_versions()
        before = labelled_hashes([upload.sha256], versions.values())
        is_answered = bool(answered_hashes([upload.sha256], known)) and all(before.values())
        if is_answered and end_upload(upload, Upload.Status.DONE):
            _log(upload, "from its hash")


def answer_claimed(uploads: Sequence[Upload], *, pictures: dict[str, Image.Image] | None = None) -> None:
    """Answer uploads whose lease is ours, as one batch; each is stored by itself, a failure with its reason.

    Each active network is asked about what it has not answered before. Which show a picture is from must be answered;
    a network beside the first that fails leaves a gap, and is asked anew when the picture comes again. `pictures` holds
    decoded ones by hash, which are not read from storage. No transaction is open while a network runs.

    Raises:
        DeviceError: what runs the networks is out of order. What was not stored by then is still claimed.
        OperationalError, InterfaceError: the database is away; likewise.
    """
    known = _known_to_all(uploads)
    if not known:
        return
    asked = _Asked.about([upload.sha256 for upload in uploads], known)
    for upload in uploads:
        if not asked.anything_of(upload.sha256) and end_upload(upload, Upload.Status.DONE):
            _log(upload, "from its hash")
    waiting = [upload for upload in uploads if asked.anything_of(upload.sha256)]
    opened = _open(waiting, pictures or {})
    _answer_opened([upload for upload in waiting if upload.sha256 in opened], opened, asked)


@dataclass(frozen=True)
class _Asked:
    """What is asked about pictures, known by their hash: `recognised` and `labelled` have been answered before."""

    known: Sequence[KnownShow]
    versions: Mapping[str, int]
    recognised: Collection[str]
    labelled: Mapping[int, Collection[str]]

    @classmethod
    def about(cls, hashes: Sequence[str], known: Sequence[KnownShow]) -> _Asked:
        versions = labelling_versions()
        labelled = labelled_hashes(hashes, versions.values())
        return cls(known, versions, answered_hashes(hashes, known), labelled)

    def anything_of(self, sha256: str) -> bool:
        return sha256 not in self.recognised or any(sha256 not in done for done in self.labelled.values())

    def shows(self, pictures: Mapping[str, Image.Image]) -> dict[str, Recognised]:
        """Ask which shows the pictures are from that were not answered yet."""
        new = {sha256: picture for sha256, picture in pictures.items() if sha256 not in self.recognised}
        return dict(zip(new, recognise_all(list(new.values()), known=self.known), strict=True))

    def labels(self, pictures: Mapping[str, Image.Image]) -> dict[str, list[Labelled]]:
        """Ask each other network about the pictures that it has not answered yet."""
        found: dict[str, list[Labelled]] = defaultdict(list)
        for task, version in self.versions.items():
            new = {sha256: picture for sha256, picture in pictures.items() if sha256 not in self.labelled[version]}
            for sha256, answers in label_each(new, {task: version}).items():
                found[sha256] += answers
        return found


def _known_to_all(uploads: Sequence[Upload]) -> Sequence[KnownShow]:
    """Return what the active network knows; where none is active every upload has failed by then."""
    try:
        return known_shows(Task.SHOW)
    except NoNetwork:
        for upload in uploads:
            _fail(upload, "No network has been made active yet, so no picture can be recognised.")
        return []


def _open(uploads: Sequence[Upload], pictures: dict[str, Image.Image]) -> dict[str, Image.Image]:
    """Return the decoded pictures by hash; an upload whose picture cannot be read has failed by then."""
    opened = dict(pictures)
    for upload in uploads:
        with _reason_kept(upload):
            if upload.sha256 not in opened:
                opened[upload.sha256] = _stored_picture(upload)
    return opened


def _answer_opened(uploads: Sequence[Upload], opened: dict[str, Image.Image], asked: _Asked) -> None:
    """Run the networks once for all; where the first fails, once for each, so that one bad picture fails alone."""
    pictures = {upload.sha256: opened[upload.sha256] for upload in uploads}  # the same one sent twice is looked at once
    try:
        shows = asked.shows(pictures)
    except (*DATABASE_AWAY, DeviceError):
        raise
    except Exception:
        if len(uploads) > 1:
            for upload in uploads:
                _answer_opened([upload], opened, asked)
            return
        with _reason_kept(uploads[0]):
            raise
        return
    labels = asked.labels(pictures)
    for upload in uploads:
        with _reason_kept(upload):
            _store(upload, shows.get(upload.sha256), labels.get(upload.sha256, []))


@contextmanager
def _reason_kept(upload: Upload) -> Iterator[None]:
    """Let an upload fail with a sentence where what is done with it fails."""
    try:
        yield
    except (*DATABASE_AWAY, DeviceError):
        raise
    except (ImageRefused, FileNotFoundError):
        _fail(upload, "The picture is no longer there.")
    except PredictorError:
        logger.exception("The active network cannot be used")
        _fail(upload, "The network is out of order. Whoever runs this site finds the reason in its log.")
    except Exception:
        logger.exception("Upload %s could not be answered", upload.pk)
        _fail(upload, _WENT_WRONG)


def _stored_picture(upload: Upload) -> Image.Image:
    if not upload.image:
        raise FileNotFoundError(upload.public_id)
    with upload.image.open("rb") as file:
        return decode(file.read())


@transaction.atomic
def _store(upload: Upload, recognised: Recognised | None, labelled: Sequence[Labelled]) -> None:
    """Write the answers over older ones by the same versions; an upload deleted meanwhile gets none."""
    if not end_upload(upload, Upload.Status.DONE):
        return
    store_labelled(upload.sha256, labelled)
    if recognised is None:
        _log(upload, "by the networks beside the first")
        return
    answer = store_recognised(upload.sha256, recognised)
    _log(upload, "by the network", device=answer.device, ms=round(answer.ms, 1), version=recognised.network.name)


def _fail(upload: Upload, reason: str) -> None:
    end_upload(upload, Upload.Status.FAILED, reason)


def _log(upload: Upload, how: str, **facts: object) -> None:
    with structlog.contextvars.bound_contextvars(request_id=upload.request_id, upload=upload.pk, **facts):
        logger.info("Picture answered %s", how)
