"""Free the disk of weights that nobody needs: `manage.py prune_runs`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat

from training.services.pruning import prune_runs


class Command(BaseCommand):
    help = "Remove weights that were neither chosen nor promoted, of runs whose epoch was chosen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("runs", nargs="*", help="names of runs (default: all)")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and take nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pruned = prune_runs(options["runs"], dry_run=options["dry_run"])
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in pruned]))
            return
        would = "would go" if options["dry_run"] else "went"
        for one in pruned:
            epochs = ", ".join(map(str, one.epochs)) or "nothing"
            self.stdout.write(f"{one.name}: {epochs} {would}, {filesizeformat(one.bytes)}")
