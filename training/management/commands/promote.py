"""Let a run's chosen epoch answer: `manage.py promote RUN`."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from classifier.services import VersionError
from training.launcher import JobError
from training.services import promote


class Command(BaseCommand):
    help = "Export the chosen epoch of a run and let it answer; `rollback` takes it back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run")
        parser.add_argument("--epoch", type=int, help="another epoch than the chosen one")
        parser.add_argument("--no-activate", action="store_true", help="make the version ready without switching to it")
        parser.add_argument("--json", action="store_true", help="print the version as one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = promote(options["run"], epoch=options["epoch"], activate=not options["no_activate"])
        except (ValueError, JobError, VersionError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            document = {"version": version.name, "state": version.state, "folder": str(version.folder)}
            self.stdout.write(json.dumps({**document, "metrics": version.card["metrics"]}))
            return
        self.stdout.write(f"{version.name} is {version.get_state_display().lower()}, in {version.folder}")
        for part, domains in version.card["metrics"].items():
            for domain, figures in domains.items():
                self.stdout.write(
                    f"  {part} {domain}: n {figures['n']}, top-1 {figures['top1']:.3f}, "
                    f"top-5 {figures['top5']:.3f}, ece {figures['ece']:.3f}"
                )
