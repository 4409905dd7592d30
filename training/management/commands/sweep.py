"""Try many recipes and keep the best: `manage.py sweep RECIPE`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from training.launcher import JobError
from training.management.processes import add_process_arguments, processes_of
from training.services import Swept, run_sweep


class Command(BaseCommand):
    help = "Train many variants of a recipe, stop the hopeless ones early, and say which was best."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("recipe", type=Path, help="TOML or JSON file; see docs/sweeps.md")
        add_process_arguments(parser)
        parser.add_argument("--json", action="store_true", help="print the result as one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            swept = run_sweep(options["recipe"], processes=processes_of(options), say=self.stderr.write)
        except (ValueError, JobError, OSError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. The same command goes on from the newest whole epoch.") from None
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(swept)))
            return
        self.stdout.write(swept.table)
        self.stderr.write(f"Tables and picture are in {swept.folder}")
        self.stderr.write(f"Next: manage.py choose {swept.standing[0].run}")


def _as_json(swept: Swept) -> dict[str, Any]:
    standing = [asdict(result) | {"options": swept.tries[result.number]} for result in swept.standing]
    return {"folder": str(swept.folder), "metric": swept.metric, "standing": standing}
