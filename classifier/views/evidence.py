"""What lets an answer be checked by eye: the heat map over the picture, and asking again about a part of it."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from classifier.core.crop import Part
from classifier.core.heatmap import activation_from_json, heat_map
from classifier.forms import CropForm, Picture
from classifier.models import Upload
from classifier.services import answer_of, cropped_picture
from classifier.views.recognise import take
from classifier.visitors import own_uploads


@require_safe
def heat(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the heat map of an answer, to be laid over the picture."""
    upload = get_object_or_404(Upload, public_id=public_id, status=Upload.Status.DONE)
    answer = answer_of(upload)
    if answer is None or answer.activation is None:
        raise Http404("There is no heat map of this answer.")
    file = BytesIO()
    heat_map(activation_from_json(answer.activation), (upload.width, upload.height)).save(file, "PNG")
    response = HttpResponse(file.getvalue(), content_type="image/png")
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def crop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a part of a picture as a new one, when its sender asks."""
    upload = get_object_or_404(Upload, public_id=public_id)
    if not own_uploads(request).filter(pk=upload.pk).exists():
        raise PermissionDenied
    form = CropForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say which part: four numbers from 0 to 100, in percent.")
        return HttpResponseRedirect(upload.get_absolute_url(), status=303)
    part = Part(**form.cleaned_data)
    return take(request, [Picture("The part of the picture", partial(cropped_picture, upload, part))])
