"""Let the network that answered before answer again: `manage.py rollback`."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from classifier.models import Task
from classifier.services import VersionError, rollback_version


class Command(BaseCommand):
    help = "Let the version that answered before the active one answer again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--task", choices=Task.values, default=Task.SHOW, help="What the network is asked (default: show)."
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = rollback_version(options["task"])
        except VersionError as error:
            raise CommandError(str(error)) from error
        answer = {"task": version.task, "version": version.name}
        self.stdout.write(json.dumps(answer) if options["json"] else f"{version.name} answers again.")
