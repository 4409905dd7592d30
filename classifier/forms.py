"""What the front page sends: pictures from the visitor's disk or camera, or one of our samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from catalog.models import Frame
from classifier.core.image import MAX_BYTES


@dataclass(frozen=True)
class Picture:
    """A picture that was sent: what to call it, and how to read it."""

    name: str
    read: Callable[[], bytes]


def pictures_of(request: HttpRequest) -> list[Picture]:
    """Return what was sent, unread; empty where nothing was."""
    return [*_sample(request.POST.get("sample", "")), *map(_from_file, request.FILES.getlist("picture"))]


def _from_file(file: UploadedFile[bytes]) -> Picture:
    # One byte more than is allowed tells that a file is too large; the rest of it is never read into memory.
    return Picture(file.name or "picture", partial(file.read, MAX_BYTES + 1))


def _sample(frame_id: str) -> Iterator[Picture]:
    is_id = frame_id.isdecimal() and len(frame_id) < 19  # a 64-bit number
    if is_id and (frame := Frame.objects.samples().filter(pk=frame_id).first()):
        yield Picture("The sample", partial(_bytes_of, frame))


def _bytes_of(frame: Frame) -> bytes:
    with frame.image.open("rb") as file:
        content: bytes = file.read()
    return content
