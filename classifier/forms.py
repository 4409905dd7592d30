"""What the front page sends: pictures from the visitor's disk or camera, or one of our samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from catalog.models import Frame
from classifier.core.image import MAX_BYTES


class CropForm(forms.Form):
    """Which part of a picture is meant, in percent of its sides."""

    left = forms.FloatField(min_value=0, max_value=100)
    upper = forms.FloatField(min_value=0, max_value=100)
    width = forms.FloatField(min_value=0, max_value=100)
    height = forms.FloatField(min_value=0, max_value=100)


class KeyForm(forms.Form):
    """A new key for a program."""

    name = forms.CharField(max_length=100, label="What is it for?")


class CorrectionForm(forms.Form):
    """What a picture is really from: a show that was chosen, or a title that was typed."""

    title = forms.CharField(max_length=200, required=False)
    show = forms.CharField(max_length=200, required=False)
    keep = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("title") or cleaned.get("show")):
            raise forms.ValidationError("Say which show it is.")
        return cleaned


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
