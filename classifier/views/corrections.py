"""*It is actually …*: what a sender says of an answer, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from catalog.models import Show
from classifier.forms import CorrectionForm
from classifier.models import Correction, Upload
from classifier.services.corrections import CorrectionRefused, correct, shows_meant, withdraw_corrections
from classifier.visitors import own_uploads


@require_POST
def actually(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take down which show the picture is from; asks back where a typed title may mean several."""
    upload = _own(request, public_id)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say which show it is: type its title.")
        return _back(upload)
    chosen = form.cleaned_data["show"]
    shows = list(Show.objects.listed().filter(slug=chosen)) if chosen else shows_meant(form.cleaned_data["title"])
    if len(shows) > 1:
        context = {"upload": upload, "shows": shows, "typed": form.cleaned_data["title"], "form": form}
        return render(request, "classifier/which_show.html", context)
    if not shows:
        messages.error(request, "No show here goes by that title. Try another of its titles, in any language.")
        return _back(upload)
    return _taken(request, upload, shows[0], keep_picture=form.cleaned_data["keep"])


@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back what was said, with the picture if it was kept."""
    upload = _own(request, public_id)
    withdraw_corrections(Correction.objects.filter(upload=upload))
    messages.success(request, "Taken back.")
    return _back(upload)


def _taken(request: HttpRequest, upload: Upload, show: Show, *, keep_picture: bool) -> HttpResponse:
    try:
        correct(upload, show, keep_picture=keep_picture)
    except CorrectionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Thank you. A curator will look at it.")
    return _back(upload)


def _own(request: HttpRequest, public_id: str) -> Upload:
    upload = get_object_or_404(Upload, public_id=public_id)
    if not own_uploads(request).filter(pk=upload.pk).exists():
        raise PermissionDenied
    return upload


def _back(upload: Upload) -> HttpResponse:
    return HttpResponseRedirect(f"{upload.get_absolute_url()}#actually", status=303)
