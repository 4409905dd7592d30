"""Write the approved frames as a data set: `manage.py export_dataset FOLDER`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from catalog.core.dataset_parts import Shares
from catalog.management.progress import progress_bar
from catalog.models import Show
from catalog.services import ExportedDataset, export_dataset


class Command(BaseCommand):
    help = "Write the approved frames as a data set: pictures, metadata.csv, shows.csv and a hash over all of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="A folder that is not there yet.")
        parser.add_argument("--show", action="append", metavar="SLUG", help="Only this show; give it again for more.")
        parser.add_argument("--val", type=float, default=0.15, help="Share of groups that judges (default: 0.15).")
        parser.add_argument("--test", type=float, default=0.0, help="Share kept for a test part (default: none).")
        parser.add_argument("--new-split", action="store_true", help="Pay no heed to the splits that frames have.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with progress_bar("frames") as progress:
                written = export_dataset(
                    options["folder"],
                    shows=_shows(options["show"]),
                    shares=Shares(val=options["val"], test=options["test"]),
                    new_split=options["new_split"],
                    progress=progress,
                )
        except ValueError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"The data set cannot be written ({error.strerror}). Nothing was left behind."
            ) from error
        self.stdout.write(json.dumps(asdict(written)) if options["json"] else _as_text(written))


def _shows(slugs: Sequence[str] | None) -> QuerySet[Show] | None:
    if not slugs:
        return None
    shows = Show.objects.filter(slug__in=slugs)
    missing = sorted(set(slugs) - set(shows.values_list("slug", flat=True)))
    if missing:
        raise CommandError(f"There is no show with the slug {', '.join(missing)}.")
    return shows


def _as_text(written: ExportedDataset) -> str:
    parts = ", ".join(f"{count} {split}" for split, count in written.splits.items())
    return f"{written.frames} frames of {written.shows} shows in {written.folder} ({parts}).\nsha256 {written.sha256}"
