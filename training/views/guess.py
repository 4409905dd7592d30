"""One picture guessed again by each epoch: uploaded, or one that the run got wrong."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from classifier.core.image import MAX_BYTES, ImageRefused
from training.models import TrainingRun
from training.services.guesses import guesses_of, keep_picture, picture_of, start_guessing
from training.services.pictures import NoPictureError
from training.services.runs import RunError
from training.tasks import guess_by_worker
from training.views.access import fresh_run, may

SECONDS_BETWEEN_LOOKS = 2


@require_POST
@may("change")
def ask(request: HttpRequest, name: str) -> HttpResponse:
    """Take a picture, or the hash of one that the run knows, and have every epoch guess it."""
    run = fresh_run(request, name)
    sent = request.FILES.get("picture")
    sha256 = request.POST.get("sha256", "")
    try:
        if isinstance(sent, UploadedFile):
            sha256 = keep_picture(run, sent.read(MAX_BYTES + 1))
        if not sha256.isalnum():
            raise RunError("Choose a picture first.")
        picture_of(run, sha256)
        if guesses_of(run, sha256) is None:
            _begin(run, sha256)
    except ImageRefused as refused:
        messages.error(request, refused.message)
        return redirect(run)
    except (RunError, NoPictureError) as error:
        messages.error(request, str(error))
        return redirect(run)
    return redirect("training:guess", name=run.name, sha256=sha256)


@require_safe
@may("view")
def guess(request: HttpRequest, name: str, sha256: str) -> HttpResponse:
    """Show what the epochs say of a picture; while they are asked, the page fetches this part again."""
    run = fresh_run(request, name)
    found = guesses_of(run, sha256) if sha256.isalnum() else None
    if found is None:
        raise Http404("Nobody asked about this picture, or the run has learnt since.")
    context = {"run": run, "guesses": found, "seconds": SECONDS_BETWEEN_LOOKS if found.waits else None}
    template = "training/_guess.html" if getattr(request, "htmx", False) else "training/guess.html"
    return render(request, template, context)


def _begin(run: TrainingRun, sha256: str) -> None:
    worker = partial(guess_by_worker, run.pk, sha256) if settings.CELERY_BROKER_URL else None
    start_guessing(run, sha256, by_worker=worker)
