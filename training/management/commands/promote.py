"""Let a run's chosen epoch answer: `manage.py promote RUN`."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.management.progress import progress_bar
from classifier.predictors import PredictorError
from classifier.services import VersionError
from training.launcher import JobError
from training.services import promote

SHOWN = {"top1": "top-1", "top5": "top-5", "map": "mAP", "macro_f1": "macro F1", "micro_f1": "micro F1", "ece": "ece"}


class Command(BaseCommand):
    help = "Export the chosen epoch of a run and let it answer; `rollback` takes it back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run")
        parser.add_argument("--epoch", type=int, help="another epoch than the chosen one")
        parser.add_argument("--no-activate", action="store_true", help="make the version ready without switching to it")
        parser.add_argument("--json", action="store_true", help="print the version as one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with progress_bar("frames") as progress:
                version = promote(
                    options["run"], epoch=options["epoch"], activate=not options["no_activate"], progress=progress
                )
        except (ValueError, JobError, VersionError, PredictorError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            document = {"version": version.name, "state": version.state, "folder": str(version.folder)}
            self.stdout.write(json.dumps({**document, "metrics": version.card["metrics"]}))
            return
        self.stdout.write(f"{version.name} is {version.get_state_display().lower()}, in {version.folder}")
        for part, domains in version.card["metrics"].items():
            for domain, figures in domains.items():
                named = [f"{text} {figures[name]:.3f}" for name, text in SHOWN.items() if figures.get(name) is not None]
                self.stdout.write(f"  {part} {domain}: n {figures['n']}, {', '.join(named)}")
