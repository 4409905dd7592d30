"""Frames of one colour, for tests of what networks say of frames."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from catalog.models import Frame, Show
from catalog.services import recount_eligible
from tests.tiny_network import Colour, picture


def sha(number: int) -> str:
    """The hash that frames made here have, by their number."""
    return f"{number:064x}"


def make_frame(number: int, show: str | Show, colour: Colour, **fields: Any) -> Frame:
    """Make an approved frame; `show` may be a title."""
    show = show if isinstance(show, Show) else Show.objects.get(title=show)
    name = default_storage.save(f"frames/{number}.png", ContentFile(picture(colour)))
    defaults = {"status": Frame.Status.APPROVED, "sha256": sha(number), "format": "PNG"}
    frame = Frame.objects.create(**{**defaults, **fields}, show=show, image=name)
    recount_eligible([show.pk])
    return frame
