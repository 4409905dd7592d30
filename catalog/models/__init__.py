"""What the catalogue knows: a file per subject. Rules stand in `catalog.core`, use cases in `catalog.services`."""

from __future__ import annotations

from catalog.models.frames import Frame, FrameQuerySet, frame_path, random_key
from catalog.models.seen import SeenList, SeenShow
from catalog.models.shows import Alias, Franchise, Genre, Show, ShowQuerySet, Studio

__all__ = [
    "Alias",
    "Frame",
    "FrameQuerySet",
    "Franchise",
    "Genre",
    "SeenList",
    "SeenShow",
    "Show",
    "ShowQuerySet",
    "Studio",
    "frame_path",
    "random_key",
]
