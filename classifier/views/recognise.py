"""Pictures come in here."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from classifier.core.image import MAX_BYTES, ImageRefused
from classifier.core.ranking import confidence_word
from classifier.forms import Picture, pictures_of
from classifier.models import Upload
from classifier.services import QueueFull, answer_of, check_room, receive_picture
from classifier.tasks import wake_for
from classifier.throttle import allow
from classifier.visitors import client_address, owner_token, sent_just_now

SECONDS = 60
"""The length over which pictures of one address are counted."""


@dataclass(frozen=True)
class Refusal:
    """A picture that was not taken, and why."""

    name: str
    message: str
    status: int


@dataclass
class Outcome:
    """What became of the pictures of one request; `retry_after` seconds are to be waited where it was too much."""

    received: list[Upload] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    retry_after: int = 0

    @property
    def status(self) -> int:
        """201 when something was taken, else the status of the first refusal."""
        return 201 if self.received else self.refused[0].status


def recognise(request: HttpRequest) -> HttpResponse:
    """Take pictures and lead to their answers; a visit without any leads to the front page."""
    if request.method != "POST":
        return redirect("pages:home")
    return take(request, pictures_of(request))


def take(request: HttpRequest, pictures: list[Picture]) -> HttpResponse:
    """Take pictures and lead to their answers, in a page or as JSON as the request prefers."""
    outcome = _receive_all(request, pictures)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return _with_retry_after(_as_json(outcome), outcome)
    return _with_retry_after(_as_page(request, outcome), outcome)


def _receive_all(request: HttpRequest, pictures: list[Picture]) -> Outcome:
    outcome = Outcome()
    if not pictures:
        outcome.refused.append(Refusal("", "Choose a picture first: nothing was sent.", 400))
    most = settings.SNN_PICTURES_AT_ONCE
    for picture in pictures[:most]:
        try:
            outcome.received.append(_receive(request, picture))
        except ImageRefused as refusal:
            outcome.refused.append(Refusal(picture.name, refusal.message, refusal.status))
            outcome.retry_after = SECONDS if refusal.status == 429 else outcome.retry_after
        except QueueFull as full:
            outcome.refused.append(Refusal(picture.name, str(full), 503))
            outcome.retry_after = full.seconds
    outcome.refused += [
        Refusal(picture.name, f"At most {most} pictures are taken at once.", 413) for picture in pictures[most:]
    ]
    return outcome


def _receive(request: HttpRequest, picture: Picture) -> Upload:
    limit = settings.SNN_UPLOADS_PER_MINUTE
    if not allow(f"upload:{client_address(request)}", limit=limit, seconds=SECONDS):
        raise ImageRefused("Too many pictures in a short time. Try again in a minute.", 429)
    check_room()
    data = picture.read()
    if again := sent_just_now(request, data):
        return again
    upload = receive_picture(data, owner=owner_token(request), user=request.user)
    wake_for(upload)
    return upload


def _as_page(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    if not outcome.received:
        if outcome.status == 429:
            return render(request, "429.html", {"seconds": SECONDS}, status=429)
        context = {"refused": outcome.refused, **form_context()}
        return render(request, "classifier/refused.html", context, status=outcome.status)
    if len(outcome.received) == 1 and not outcome.refused:
        return HttpResponseRedirect(outcome.received[0].get_absolute_url(), status=303)
    for refusal in outcome.refused:
        messages.warning(request, f"{refusal.name} was not taken. {refusal.message}")
    return HttpResponseRedirect(reverse("classifier:mine"), status=303)


def _as_json(outcome: Outcome) -> JsonResponse:
    uploads = [{"url": upload.get_absolute_url(), "summary": _summary(upload)} for upload in outcome.received]
    refused = [{"name": refusal.name, "error": refusal.message} for refusal in outcome.refused]
    return JsonResponse({"uploads": uploads, "refused": refused}, status=outcome.status)


def _summary(upload: Upload) -> str:
    """Say the answer in a line, for the page's own script."""
    answer = answer_of(upload) if upload.status == Upload.Status.DONE else None
    if answer is None:
        return upload.error or "Waiting for its turn"
    best = next(iter(answer.predictions.all()), None)
    if best is None or not answer.known:
        return "Unknown"
    return f"{best.show}: {confidence_word(best.confidence)}"


def _with_retry_after(response: HttpResponse, outcome: Outcome) -> HttpResponse:
    if response.status_code in {429, 503}:
        response["Retry-After"] = str(outcome.retry_after)
    return response


def form_context() -> dict[str, int]:
    """Return what `classifier/form.html` needs."""
    return {"max_bytes": MAX_BYTES, "max_files": settings.SNN_PICTURES_AT_ONCE}
