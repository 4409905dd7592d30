"""`/search`: which show a picture is from, and where in it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from PIL import Image

from catalog.models import Show
from classifier.callers import Caller, QuotaSpent, TooOften
from classifier.core.borders import content_box
from classifier.core.image import ImageRefused, decode, encode
from classifier.fetching import AddressRefused, FetchRefused
from classifier.models import FrameScore, Upload
from classifier.predictors import PredictorError
from classifier.services import NoNetwork, QueueFull, answer_of, check_room, has_queue, receive_picture
from classifier.services.said import Guess, Said, said_in, say
from classifier.services.usage import log_usage
from classifier.taking import fetch_picture
from classifier.tasks import wake_for
from classifier.tracemoe.base import Refused, caller, spoken, with_limits
from classifier.tracemoe.records import shows_numbered
from classifier.tracemoe.rows import rows_of
from classifier.tracemoe.sent import sent_picture
from classifier.waiting import room

WAIT = 25.0
"""Seconds for which a search waits for a worker, where workers answer."""

UNLIMITED = 1_000_000_000
"""What a key without a quota is told: clients want a number."""


@spoken
def search(request: HttpRequest) -> HttpResponseBase:
    """Answer a search, and note it for the statistics."""
    start = time.perf_counter()
    asker = caller(request)
    status, best = 500, None
    try:
        body = _search(request, asker)
        status, best = 200, next((row["similarity"] for row in body["result"]), None)
        return with_limits(JsonResponse(body), asker)
    except Refused as refusal:
        status = refusal.status
        raise
    finally:
        ms = (time.perf_counter() - start) * 1000
        log_usage(asker.key, asker.address, status=status, ms=ms, similarity=best)


def _search(request: HttpRequest, asker: Caller) -> dict[str, Any]:
    _check(asker)
    images = _images(_picture(request), _cut_borders(request))
    number = request.GET.get("anilistID", "")
    only = shows_numbered(int(number)).first() if _is_number(number) else None
    if _is_number(number) and only is None:
        return {"frameCount": 0, "error": "", "result": []}
    used = asker.today().used
    said = _merged([_said(image, asker, only) for image in images])
    for _ in images:
        asker.charge()
    scores = FrameScore.objects.filter(version=said.version, **({"show": only} if only else {}))
    return {
        "quota": UNLIMITED if asker.quota is None else asker.quota,
        "quotaUsed": used,
        "frameCount": scores.count(),
        "error": "",
        "result": rows_of(said, request, with_records="anilistInfo" in request.GET),
    }


def _check(asker: Caller) -> None:
    """Let a search through, or refuse it in the words of trace.moe."""
    try:
        asker.check()
        check_room()
    except QuotaSpent as error:
        rest = asker.today()
        message = f"Search quota depleted (quota per 24 hours: {rest.limit}, used: {rest.used})"
        raise Refused(402, message, retry_after=error.seconds, quota=rest.limit, quotaUsed=rest.used) from error
    except TooOften as error:
        message = f"Too many requests, please try again later. {error.message}"
        raise Refused(429, message, retry_after=error.seconds) from error
    except QueueFull as error:
        raise Refused(503, "Error: Search queue is full", retry_after=error.seconds) from error


def _picture(request: HttpRequest) -> Image.Image:
    url = request.GET.get("url", "")
    try:
        return decode(fetch_picture(url) if url else sent_picture(request))
    except AddressRefused as error:
        raise Refused(400, f"Invalid image url {url} ({error.message})") from error
    except FetchRefused as error:
        raise Refused(error.remote_status or 400, f"Failed to fetch image {url} ({error.message})") from error
    except ImageRefused as error:
        raise Refused(413 if error.status == 413 else 400, f"Failed to process image: {error.message}") from error


def _images(image: Image.Image, cut: int) -> list[Image.Image]:
    """Return what is to be looked at: the picture, the picture without its borders, or both."""
    if not cut:
        return [image]
    inner = image.crop(content_box(image))
    return [inner] if cut == 1 else [image, inner]


def _cut_borders(request: HttpRequest) -> int:
    """Return 0, 1, or 2 for both; whatever stands behind the name switches it on, as long as it does not say no."""
    said = request.GET.get("cutBorders")
    if said is None or said.lower() in ("0", "false"):
        return 0
    return 2 if said == "2" else 1


def _said(image: Image.Image, asker: Caller, only: Show | None) -> Said:
    """Ask the network here, or a worker where workers answer."""
    try:
        return _from_worker(image, asker, only) if has_queue() else say(image, only=only, tasks=())
    except (NoNetwork, PredictorError) as error:
        raise Refused(500, "Search failed. The network is out of order.") from error


def _from_worker(image: Image.Image, asker: Caller, only: Show | None) -> Said:
    upload = receive_picture(encode(image), owner="", user=asker.user)
    wake_for(upload)
    if upload.status == Upload.Status.QUEUED:
        room.wait(upload.pk, WAIT)
        upload.refresh_from_db()
    if upload.status == Upload.Status.QUEUED:
        raise Refused(504, "The search took too long. Try again later.", retry_after=int(WAIT))
    answer = answer_of(upload)
    if answer is None or upload.status == Upload.Status.FAILED:
        raise Refused(500, f"Search failed. {upload.error}")
    said = said_in(answer)
    return said if only is None else replace(said, guesses=[each for each in said.guesses if each.show.pk == only.pk])


def _merged(answers: list[Said]) -> Said:
    """Join what was said of one picture seen twice: each show as likely as in the view that fits it better."""
    best: dict[int, Guess] = {}
    for guess in (guess for said in answers for guess in said.guesses):
        if guess.show.pk not in best or guess.confidence > best[guess.show.pk].confidence:
            best[guess.show.pk] = guess
    ranked = sorted(best.values(), key=lambda guess: -guess.confidence)
    surest = max(answers, key=lambda said: max((guess.confidence for guess in said.guesses), default=0.0))
    return replace(surest, guesses=ranked[:5])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
