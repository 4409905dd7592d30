"""*It is actually …*: what a sender says of an answer, judged by a curator, and what the next network makes of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalog.core.frames import FrameRefused
from catalog.core.titles import normalise
from catalog.models import Frame, Show
from catalog.services import add_frame, approve_frames, remove_frames, suggest_shows
from classifier.models import Answer, Correction, FrameScore, ModelVersion, Task, Upload
from classifier.services.answer_rows import answer_of

logger = logging.getLogger(__name__)

SOURCE = "correction"
"""What frames that came as corrections say of where they are from."""

State = Correction.State


class CorrectionRefused(Exception):  # noqa: N818 - a refusal with a sentence for people
    """What somebody said cannot be taken; the message says why."""


@dataclass(frozen=True)
class View:
    """What one network thought of a corrected picture: the likeliest show, how sure, and whether that is right."""

    version: str
    title: str
    confidence: float
    is_right: bool


@dataclass(frozen=True)
class BeforeAndAfter:
    """What the network thought that was corrected, and what the present one thinks: None where that is not known."""

    before: View | None
    after: View | None


def shows_meant(text: str, limit: int = 6) -> list[Show]:
    """Return the shows that a typed title may mean, the one that has this very name alone where there is just one."""
    found = suggest_shows(text, limit)
    wanted = normalise(text)
    exact = [each for each in found if wanted in (normalise(each.title), normalise(each.matched))]
    meant = exact if len(exact) == 1 else found
    shows = Show.objects.listed().in_bulk([each.show_id for each in meant])
    return [shows[each.show_id] for each in meant if each.show_id in shows]


@transaction.atomic
def correct(upload: Upload, show: Show, *, keep_picture: bool) -> Correction:
    """Take down which show a picture is really from; said again it replaces what was said before.

    With `keep_picture` the picture becomes a pending frame, and so outlives its day.

    Raises:
        CorrectionRefused: there is no answer to correct, or a curator has judged it already.
    """
    answer = answer_of(upload) if upload.status == Upload.Status.DONE else None
    if answer is None:
        raise CorrectionRefused("There is no answer to correct yet.")
    old = Correction.objects.select_for_update().filter(upload=upload).first()
    if old is not None:
        if old.state != State.PENDING:
            raise CorrectionRefused("A curator has looked at it already. Thank you.")
        withdraw_corrections(Correction.objects.filter(pk=old.pk))
    best = next(iter(answer.predictions.all()), None)
    correction = Correction.objects.create(upload=upload, answer=answer, said=best.show if best else None, show=show)
    if keep_picture:
        _keep(correction)
    return correction


@transaction.atomic
def accept_corrections(corrections: QuerySet[Correction], curator: AbstractBaseUser) -> int:
    """Accept those that wait: their frames, of the show that stands there now, are approved; return how many."""
    waiting = list(corrections.filter(state=State.PENDING).select_related("frame").select_for_update(of=("self",)))
    for correction in waiting:
        if correction.frame is not None and correction.frame.show_id != correction.show_id:
            correction.frame.show_id = correction.show_id
            correction.frame.save(update_fields=["show"])
    frames = [correction.frame_id for correction in waiting if correction.frame_id]
    approve_frames(Frame.objects.filter(pk__in=frames))
    return _decide(waiting, State.ACCEPTED, curator)


@transaction.atomic
def reject_corrections(corrections: QuerySet[Correction], curator: AbstractBaseUser) -> int:
    """Reject those that wait, and delete the pictures that came with them; return how many."""
    waiting = list(corrections.filter(state=State.PENDING))
    _remove_frames(waiting)
    return _decide(waiting, State.REJECTED, curator)


@transaction.atomic
def withdraw_corrections(corrections: QuerySet[Correction]) -> None:
    """Take back what was said, with the picture that came with it, whether it was accepted or not."""
    withdrawn = list(corrections)
    _remove_frames(withdrawn)
    Correction.objects.filter(pk__in=[correction.pk for correction in withdrawn]).delete()


def before_and_after(correction: Correction) -> BeforeAndAfter:
    """Return what the network thought then, and what the active one thinks, where it has looked at the picture.

    It has where the picture is an approved frame, or was sent once more.
    """
    now = ModelVersion.objects.active(Task.SHOW)
    then = correction.answer
    before = _view_of(then, correction.show) if then else None
    if now is None or (then is not None and now.pk == then.version_id):
        return BeforeAndAfter(before, None)
    again = Answer.objects.filter(sha256=correction.upload.sha256, version=now).select_related("version").first()
    if again is not None:
        return BeforeAndAfter(before, _view_of(again, correction.show))
    score = FrameScore.objects.filter(frame=correction.frame_id, version=now).first() if correction.frame_id else None
    return BeforeAndAfter(before, _view_in(score, now) if score else None)


def _view_of(answer: Answer, show: Show) -> View | None:
    best = answer.predictions.select_related("show").order_by("rank").first()
    if best is None:
        return None
    return View(answer.version.name, best.show.display_title, best.confidence, is_right=best.show_id == show.pk)


def _view_in(score: FrameScore, version: ModelVersion) -> View | None:
    if not score.top:
        return None
    best = score.top[0]
    show = Show.objects.filter(pk=best["show"]).first() if best["show"] else None
    return View(version.name, show.display_title if show else best["label"], best["confidence"], score.correct)


def _keep(correction: Correction) -> None:
    """Keep the picture as a pending frame, if it is still there and can be one."""
    upload = correction.upload
    if not upload.image:
        return
    try:
        with upload.image.open("rb") as file:
            frame = add_frame(file.read(), correction.show, source=f"{SOURCE} {upload.sha256[:12]}")
    except (FileNotFoundError, FrameRefused) as error:
        logger.info("The picture of correction %d is not kept: %s", correction.pk, error)
        return
    correction.frame = frame
    correction.save(update_fields=["frame"])


def _remove_frames(corrections: list[Correction]) -> None:
    """Remove frames that came with these corrections and that no other one needs."""
    keys = {correction.frame_id for correction in corrections if correction.frame_id}
    ours = [correction.pk for correction in corrections]
    needed = Correction.objects.filter(frame__in=keys).exclude(pk__in=ours).values_list("frame", flat=True)
    remove_frames(Frame.objects.filter(pk__in=keys - set(needed), source__startswith=f"{SOURCE} "))


def _decide(corrections: list[Correction], state: Correction.State, curator: AbstractBaseUser) -> int:
    keys = [correction.pk for correction in corrections]
    return Correction.objects.filter(pk__in=keys).update(
        state=state, decided_at=timezone.now(), decided_by_id=curator.pk
    )
