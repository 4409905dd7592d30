"""Let a network answer the approved frames that it has not answered yet: `manage.py score_frames [VERSION]`."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.management.progress import progress_bar
from classifier.models import ModelVersion, Task
from classifier.predictors import PredictorError
from classifier.services import score_frames


class Command(BaseCommand):
    help = "Let a network answer the approved frames that it has not answered yet, for games and likeness."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", metavar="VERSION", help="Another version than the active one.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        version = _version(options["name"])
        try:
            with progress_bar("frames") as progress:
                scored = score_frames(version, progress=progress)
        except PredictorError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            reason = f"The answers cannot be stored ({error.strerror}). What was stored stays; run this again."
            raise CommandError(reason) from error
        if options["json"]:
            self.stdout.write(json.dumps({"version": version.name, "scored": scored}))
        else:
            self.stdout.write(f"{version.name} answered {scored} more frames.")


def _version(name: str | None) -> ModelVersion:
    if name is None:
        version = ModelVersion.objects.active(Task.SHOW)
        if version is None:
            raise CommandError("No network is active yet: none was promoted.")
        return version
    version = ModelVersion.objects.filter(name=name).first()
    if version is None:
        raise CommandError(f"There is no version named {name}.")
    return version
