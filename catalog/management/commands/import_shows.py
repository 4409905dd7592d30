"""Add a list of shows to the catalogue: `manage.py import_shows shows.csv`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.core.showlist import ShowListError
from catalog.management.progress import progress_bar
from catalog.services import Existing, import_shows


class Command(BaseCommand):
    help = "Add the shows of a CSV file to the catalogue, and fill the gaps of those that are there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV with title, mal_id or slug, and whatever else is known.")
        parser.add_argument("--overwrite", action="store_true", help="Let the file win over what the catalogue says.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        existing = Existing.OVERWRITE if options["overwrite"] else Existing.FILL
        try:
            with progress_bar("shows") as progress:
                report = import_shows(options["file"], existing=existing, progress=progress)
        except ShowListError as error:
            raise CommandError(str(error)) from error
        for notice in report.notices:
            self.stderr.write(notice)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report)))
        else:
            self.stdout.write(f"{report.added} added, {report.changed} changed, {report.unchanged} as they were.")
