"""What the catalogue can be asked to do: one public function a use case, each one short transaction."""

from __future__ import annotations

from catalog.services.demo import demo_folder, draw_demo, remove_demo
from catalog.services.frame_import import ImportedFrames, import_frames
from catalog.services.frames import (
    approve_frames,
    delete_frames,
    open_frame,
    recount_eligible,
    reject_frames,
    restore_frames,
)
from catalog.services.names import AmbiguousLabel, resolve_label, search_shows, update_title_aliases
from catalog.services.shows import Existing, ImportedShows, import_shows, load_catalogue

__all__ = [
    "AmbiguousLabel",
    "Existing",
    "ImportedFrames",
    "ImportedShows",
    "approve_frames",
    "delete_frames",
    "demo_folder",
    "draw_demo",
    "import_frames",
    "import_shows",
    "load_catalogue",
    "open_frame",
    "recount_eligible",
    "reject_frames",
    "remove_demo",
    "resolve_label",
    "restore_frames",
    "search_shows",
    "update_title_aliases",
]
