"""What the catalogue can be asked to do: one public function a use case, each one short transaction."""

from __future__ import annotations

from catalog.services.names import AmbiguousLabel, resolve_label, search_shows, update_title_aliases
from catalog.services.shows import Existing, ImportedShows, import_shows, load_catalogue

__all__ = [
    "AmbiguousLabel",
    "Existing",
    "ImportedShows",
    "import_shows",
    "load_catalogue",
    "resolve_label",
    "search_shows",
    "update_title_aliases",
]
