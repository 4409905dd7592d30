"""What the catalogue can be asked to do: one public function a use case, each one short transaction."""

from __future__ import annotations

from catalog.services.changes import catalogue_changed
from catalog.services.dataset_comparison import Comparison, compare_datasets
from catalog.services.dataset_export import ExportedDataset, ExportRefused, export_dataset
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
from catalog.services.known_titles import read_titles_beside
from catalog.services.names import AmbiguousLabel, resolve_label, search_shows, update_title_aliases
from catalog.services.seen import (
    count_seen,
    merge_seen,
    seen_among,
    seen_list_of,
    seen_show_ids,
    tick_shows,
    untick_shows,
)
from catalog.services.seen_import import SEEN_STATUSES, ImportedSeen, import_seen
from catalog.services.shows import Existing, ImportedShows, import_shows, load_catalogue
from catalog.services.single_frames import add_frame, remove_frames
from catalog.services.titles import Suggestion, judge_title, suggest_shows

__all__ = [
    "SEEN_STATUSES",
    "AmbiguousLabel",
    "Comparison",
    "Existing",
    "ExportRefused",
    "ExportedDataset",
    "ImportedFrames",
    "ImportedSeen",
    "ImportedShows",
    "Suggestion",
    "add_frame",
    "approve_frames",
    "catalogue_changed",
    "compare_datasets",
    "count_seen",
    "delete_frames",
    "demo_folder",
    "draw_demo",
    "export_dataset",
    "import_frames",
    "import_seen",
    "import_shows",
    "judge_title",
    "load_catalogue",
    "merge_seen",
    "open_frame",
    "read_titles_beside",
    "recount_eligible",
    "reject_frames",
    "remove_demo",
    "remove_frames",
    "resolve_label",
    "restore_frames",
    "search_shows",
    "seen_among",
    "seen_list_of",
    "seen_show_ids",
    "suggest_shows",
    "tick_shows",
    "untick_shows",
    "update_title_aliases",
]
