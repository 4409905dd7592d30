"""Many pictures at once: sent as files, a folder or a zip, watched while they are answered, taken home as a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import IO, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.visitors import known_token
from classifier.core.answer_table import COLUMNS, table_row
from classifier.core.archive import MOST_PICTURES
from classifier.models import Batch
from classifier.services.batches import (
    BatchRefused,
    answers_table,
    batches_of,
    create_batch,
    delete_batch,
    progress_of,
)
from classifier.tasks import wake_for_batch
from classifier.throttle import allow
from classifier.views.answers import HtmxRequest
from classifier.visitors import client_address, owner_token

ROWS = 50
HOUR = 3600
BATCHES_AN_HOUR = 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def batches(request: HttpRequest) -> HttpResponse:
    """Show where to send many pictures, and what was sent; a POST takes them and leads to their page."""
    refused, status = "", 200
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_receive(request).get_absolute_url(), status=303)
        except BatchRefused as error:
            refused, status = str(error), error.status
    mine = batches_of(owner=known_token(request), user=request.user)[:10]
    context = {
        "refused": refused,
        "most": MOST_PICTURES,
        "batches": [(batch, progress_of(batch)) for batch in mine],
    }
    return render(request, "classifier/batches.html", context, status=status)


@require_safe
@never_cache
def batch(request: HtmxRequest, public_id: str) -> HttpResponse:
    """Show how far a batch is and what was answered, to whoever knows the address."""
    found = get_object_or_404(Batch, public_id=public_id)
    items = found.items.filter(done=True).order_by("position")
    context = {
        "batch": found,
        "progress": progress_of(found),
        "page": Paginator(items, ROWS).get_page(request.GET.get("page")),
        "is_owner": _is_owner(request, found),
    }
    template = "classifier/_batch.html" if request.htmx else "classifier/batch.html"
    response = render(request, template, context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@never_cache
def table(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """Send the answers as a table."""
    found = get_object_or_404(Batch, public_id=public_id)
    writer = csv.DictWriter(cast("IO[str]", _Echo()), COLUMNS)

    def lines() -> Iterator[str]:
        yield writer.writerow(dict(zip(COLUMNS, COLUMNS, strict=True)))
        for row in answers_table(found):
            yield writer.writerow(table_row(row.name, row.answer, row.error))

    return _download(lines(), found, "csv", "text/csv; charset=utf-8")


@require_safe
@never_cache
def answers(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """Send the answers as JSON."""
    found = get_object_or_404(Batch, public_id=public_id)

    def pieces() -> Iterator[str]:
        yield json.dumps({"name": found.name, "done": found.ended_at is not None})[:-1] + ', "results": [\n'
        for place, row in enumerate(answers_table(found)):
            yield ("" if place == 0 else ",\n") + json.dumps(row._asdict(), ensure_ascii=False)
        yield "\n]}\n"

    return _download(pieces(), found, "json", "application/json")


@require_POST
def delete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Delete a batch for good, when its sender says so."""
    found = get_object_or_404(Batch, public_id=public_id)
    if not _is_owner(request, found):
        raise PermissionDenied
    delete_batch(found)
    messages.success(request, "Deleted: the pictures, their answers and the address are gone.")
    return HttpResponseRedirect(reverse("classifier:batches"), status=303)


class _Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def _receive(request: HttpRequest) -> Batch:
    if not allow(f"batch:{client_address(request)}", limit=BATCHES_AN_HOUR, seconds=HOUR):
        raise BatchRefused(f"At most {BATCHES_AN_HOUR} batches an hour. Go on later.", 429)
    files = [(file.name or "picture", cast("IO[bytes]", file)) for file in request.FILES.getlist("pictures")]
    made = create_batch(files, owner=owner_token(request), user=request.user)
    wake_for_batch()
    return made


def _is_owner(request: HttpRequest, found: Batch) -> bool:
    return batches_of(owner=known_token(request), user=request.user).filter(pk=found.pk).exists()


def _download(pieces: Iterator[str], found: Batch, ending: str, kind: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=kind)
    name = slugify(found.name.rpartition(".")[0] or found.name)[:60] or "answers"
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response
