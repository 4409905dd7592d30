"""Add pictures to the catalogue: `manage.py import_frames DATASET`, or `import_frames FOLDER --show one-piece`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.core.imagefolder import DatasetError
from catalog.management.progress import progress_bar
from catalog.models import Frame, Show
from catalog.services import ImportedFrames, import_frames


class Command(BaseCommand):
    help = "Add the pictures of a data set or folder to the catalogue; the same file twice is one frame."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="Folder with metadata.csv, or with a folder for each show.")
        parser.add_argument("--show", metavar="SLUG", help="All pictures are from this show, whatever the folder says.")
        parser.add_argument(
            "--label",
            action="append",
            default=[],
            metavar="LABEL=SLUG",
            help="This label is that show, now and later; for labels that fit none or several. May be repeated.",
        )
        parser.add_argument("--status", choices=["approved", "pending"], default="pending")
        parser.add_argument("--skip-unknown", action="store_true", help="Leave out labels that are no known show.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["show"] and options["label"]:
            raise CommandError("--show says what all pictures are: leave --label out.")
        try:
            with progress_bar("frames") as progress:
                report = import_frames(
                    options["folder"],
                    show=_show(options["show"]),
                    meant=dict(map(_meant, options["label"])),
                    status=Frame.Status(options["status"]),
                    skip_unknown=options["skip_unknown"],
                    progress=progress,
                )
        except DatasetError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            reason = f"A picture cannot be stored ({error.strerror}). What was stored so far stays; run this again."
            raise CommandError(reason) from error
        self._print(report, as_json=options["json"])
        if report.refused:
            raise CommandError(f"{len(report.refused)} files are no pictures and were left out.")

    def _print(self, report: ImportedFrames, *, as_json: bool) -> None:
        if as_json:
            refused = [{"path": path, "error": reason} for path, reason in report.refused]
            self.stdout.write(json.dumps(asdict(report) | {"refused": refused}))
            return
        for path, reason in report.refused:
            self.stderr.write(f"{path}: {reason}")
        for label in report.unknown:
            self.stderr.write(f"Not one show is called {label!r}; its pictures were left out.")
        self.stdout.write(f"{report.added} frames added, {report.known} known already.")


def _meant(text: str) -> tuple[str, Show]:
    label, is_given, slug = text.rpartition("=")
    show = _show(slug.strip())
    if not is_given or not label.strip() or show is None:
        raise CommandError(f"{text!r} should be a label, =, and the slug of its show.")
    return label.strip(), show


def _show(slug: str | None) -> Show | None:
    if slug is None:
        return None
    show = Show.objects.filter(slug=slug).first()
    if show is None:
        raise CommandError(f"There is no show with the slug {slug}.")
    return show
