"""The rows of an answer: show, episode, time, likeness, and where the frame can be seen."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse

from catalog.models import Frame
from classifier.services.said import Guess, Said
from classifier.services.scenes import nearest_of_shows
from classifier.tracemoe.records import number_of, record_of

NO_FRAME = "none"
"""Stands in an address where a show has no frame that could be shown."""


def rows_of(said: Said, request: HttpRequest, *, with_records: bool) -> list[dict[str, Any]]:
    """Return a row for each show, the likeliest first; `anilist` is a number, or the record where that was asked for.

    Episode and time are those of the nearest frame of the show; null and 0 without one.
    """
    shows = [guess.show for guess in said.guesses]
    if with_records:
        prefetch_related_objects(shows, "aliases", "genres")
    near = nearest_of_shows(said.version, said.embedding, shows)
    return [
        _row(guess, near[guess.show.pk].frame if guess.show.pk in near else None, request, with_record=with_records)
        for guess in said.guesses
    ]


def _row(guess: Guess, frame: Frame | None, request: HttpRequest, *, with_record: bool) -> dict[str, Any]:
    time = frame.time if frame and frame.time is not None else 0.0
    episode = frame.episode if frame else None
    return {
        "anilist": record_of(guess.show, request) if with_record else number_of(guess.show),
        "filename": guess.show.title,
        "episode": episode,
        "episode_start": episode,
        "episode_end": episode,
        "from": time,
        "at": time,
        "to": time,
        "duration": None,
        "similarity": round(guess.confidence, 6),
        "video": _address(request, "video", frame),
        "image": _address(request, "image", frame),
    }


def _address(request: HttpRequest, name: str, frame: Frame | None) -> str:
    # Some clients add "&size=l" without looking whether there is a question mark.
    return request.build_absolute_uri(reverse(f"tracemoe:{name}", args=[frame.sha256 if frame else NO_FRAME])) + "?v=1"
