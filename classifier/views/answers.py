"""Answers: one, all of mine, the picture that was asked about, and an end to both."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from classifier.models import Task, Upload
from classifier.services import (
    answer_upload,
    answers_by_task,
    answers_of,
    delete_upload,
    has_queue,
    nearest_to_answer,
    wait_of,
)
from classifier.services.said import said_in
from classifier.visitors import own_uploads

ANSWERS_PER_PAGE = 24
NEAREST = 4


class HtmxRequest(HttpRequest):
    """A request as django-htmx's middleware hands it on."""

    htmx: HtmxDetails


@require_safe
@never_cache
def answer(request: HtmxRequest, public_id: str) -> HttpResponse:
    """Show what was answered, to whoever knows the address."""
    upload = _upload(public_id)
    answers = answers_by_task([upload.sha256]).get(upload.sha256, {}) if upload.status == Upload.Status.DONE else {}
    found = answers.get(Task.SHOW)
    said = said_in(found, answers.values()) if found else None
    predictions = list(found.predictions.all()) if found else []
    prefetch_related_objects(predictions, "show__genres", "show__studios")
    context = {
        "upload": upload,
        "answer": found,
        "predictions": predictions,
        "tasks": list(said.tasks.values()) if said else [],
        "cartoon": said.cartoon if said else None,
        "nearest": nearest_to_answer(found, NEAREST) if found else [],
        "is_owner": own_uploads(request).filter(pk=upload.pk).exists(),
        "refresh_seconds": _refresh_seconds(upload),
        "wait": wait_of(upload) if has_queue() and upload.status == Upload.Status.QUEUED else None,
        "address": request.build_absolute_uri(upload.get_absolute_url()),
    }
    template = "classifier/_answer.html" if request.htmx else "classifier/answer.html"
    response = render(request, template, context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """List what this visitor sent."""
    page = Paginator(own_uploads(request), ANSWERS_PER_PAGE).get_page(request.GET.get("page"))
    uploads = list(page)
    answers = answers_of(uploads)
    rows = [(upload, answers.get(upload.sha256)) for upload in uploads]
    return render(request, "classifier/mine.html", {"page": page, "rows": rows})


@require_safe
def picture(request: HttpRequest, public_id: str) -> FileResponse:
    """Send the picture of an upload while it is kept."""
    upload = get_object_or_404(Upload, public_id=public_id)
    if not upload.image:
        raise Http404("The picture was deleted.")
    try:
        file = upload.image.open("rb")
    except FileNotFoundError as error:
        raise Http404("The picture was deleted.") from error
    response = FileResponse(file, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def delete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Delete picture and answer for good, when their sender says so."""
    upload = get_object_or_404(Upload, public_id=public_id)
    if not own_uploads(request).filter(pk=upload.pk).exists():
        raise PermissionDenied
    delete_upload(upload)
    messages.success(request, "Deleted: the picture, its answer and their address are gone.")
    return HttpResponseRedirect(reverse("classifier:mine"), status=303)


def _upload(public_id: str) -> Upload:
    """Find an upload; without a queue, one that still waits is answered here unless another request is at it."""
    upload = get_object_or_404(Upload, public_id=public_id)
    if upload.status == Upload.Status.QUEUED and not has_queue():
        answer_upload(upload.pk)
        upload.refresh_from_db()
    return upload


def _refresh_seconds(upload: Upload) -> int:
    """Return after how many seconds a waiting page may ask again: soon at first, then ever more patiently."""
    if upload.status != Upload.Status.QUEUED:
        return 0
    waited = (timezone.now() - upload.created_at).total_seconds()
    return int(min(2 + waited / 10, 15))
