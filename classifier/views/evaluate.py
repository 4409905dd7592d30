"""`/evaluate`: the dialect of Danbooru's autotagger, so that what asks one can ask us.

Files in the field `file`; `threshold`, `limit` and `format` in the form or the address. Errors have a class and a
message.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from classifier.callers import Caller, KeyRefused, QuotaSpent, TooOften, caller_of
from classifier.core.image import MAX_BYTES, ImageRefused, decode
from classifier.models import Upload
from classifier.predictors import PredictorError
from classifier.services import NoNetwork, QueueFull, check_room, has_queue
from classifier.services.tagging import send_for_tags, tags_in, tags_of
from classifier.tasks import wake_for
from classifier.waiting import room

logger = logging.getLogger(__name__)

THRESHOLD, LIMIT = 0.1, 50
WAIT = 25.0
"""Seconds for which a request waits for a worker, where workers answer."""

_CLASSES = {
    400: "BadRequest",
    401: "Unauthorized",
    405: "MethodNotAllowed",
    413: "RequestEntityTooLarge",
    415: "UnsupportedMediaType",
    429: "TooManyRequests",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}


class Refused(Exception):  # noqa: N818 - it reads as what it is
    """An error with its status; `retry_after` seconds are to be waited where it was too much."""

    def __init__(self, status: int, message: str, *, retry_after: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True)
class Wishes:
    """What is asked for beside the pictures."""

    threshold: float
    limit: int


def spoken(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer every error in the form that was asked for."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except Refused as refusal:
            response = _error(request, refusal.status, str(refusal))
            if refusal.retry_after:
                response["Retry-After"] = str(refusal.retry_after)
            return response
        except Exception:
            logger.exception("/evaluate failed")
            return _error(request, 500, "Something went wrong here. It has been logged.")

    return answer


@spoken
def evaluate(request: HttpRequest) -> HttpResponse:
    """Give the tags of pictures, the likeliest first."""
    if request.method != "POST":
        raise Refused(405, "Send pictures by POST, as files in the field `file`.")
    shape = _value(request, "format", "html")
    if shape not in ("html", "json"):
        raise Refused(400, "The format is html or json.")
    wishes = Wishes(_threshold(request), _limit(request))
    files: Sequence[UploadedFile[bytes]] = request.FILES.getlist("file")
    if not files:
        raise Refused(400, "Send a picture as a file in the field `file`.")
    if len(files) > settings.SNN_PICTURES_AT_ONCE:
        raise Refused(413, f"At most {settings.SNN_PICTURES_AT_ONCE} pictures are taken at once.")
    asker = _caller(request)
    answers = [{"filename": file.name, "tags": _tags(file, asker, wishes)} for file in files]
    if shape == "json":
        return JsonResponse(answers, safe=False, json_dumps_params={"indent": 2})
    return render(request, "classifier/evaluate.html", {"answers": answers})


def _tags(file: UploadedFile[bytes], asker: Caller, wishes: Wishes) -> dict[str, float]:
    try:
        asker.check()
        check_room()
        picture = decode(file.read(MAX_BYTES + 1))
        tags = _from_worker(send_for_tags(picture, user=asker.user)) if has_queue() else tags_of(picture)
    except (TooOften, QuotaSpent) as error:
        raise Refused(error.status, error.message, retry_after=error.seconds) from error
    except QueueFull as error:
        raise Refused(503, str(error), retry_after=error.seconds) from error
    except ImageRefused as error:
        raise Refused(error.status, f"{file.name}: {error.message}") from error
    except NoNetwork as error:
        raise Refused(503, "No network gives tags here yet.") from error
    except PredictorError as error:
        raise Refused(503, "The network is out of order. Try again later.") from error
    asker.charge()
    likeliest = list(tags.items())[: wishes.limit]
    return {tag: confidence for tag, confidence in likeliest if confidence >= wishes.threshold}


def _from_worker(upload: Upload) -> dict[str, float]:
    wake_for(upload)
    if upload.status == Upload.Status.QUEUED:
        room.wait(upload.pk, WAIT)
        upload.refresh_from_db()
    if upload.status == Upload.Status.QUEUED:
        raise Refused(504, "No worker answered in time. Try again later.", retry_after=int(WAIT))
    if (tags := tags_in(upload)) is None:
        raise Refused(503, upload.error or "The network is out of order. Try again later.")
    return tags


def _caller(request: HttpRequest) -> Caller:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    key = bearer.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
    try:
        return caller_of(request, key, request.user)
    except KeyRefused as error:
        raise Refused(401, str(error)) from error


def _value(request: HttpRequest, name: str, usual: str) -> str:
    return str(request.GET.get(name, request.POST.get(name, usual)))


def _threshold(request: HttpRequest) -> float:
    try:
        threshold = float(_value(request, "threshold", str(THRESHOLD)))
    except ValueError:
        threshold = math.nan
    if not 0 <= threshold <= 1:
        raise Refused(400, "The threshold is a number from 0 to 1.")
    return threshold


def _limit(request: HttpRequest) -> int:
    text = _value(request, "limit", str(LIMIT))
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Refused(400, "The limit is a whole number.")
    return int(text)


def _error(request: HttpRequest, status: int, message: str) -> HttpResponse:
    if status != 500 and _value(request, "format", "html") == "html":
        context: dict[str, Any] = {"error": message}
        return render(request, "classifier/evaluate.html", context, status=status)
    name = _CLASSES.get(status, "InternalServerError")
    return JsonResponse({"error": name, "message": message}, status=status)
