"""Say what shows answered by their frames are worth: `manage.py measure_prototypes DATASET… --keep`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.core.imagefolder import DatasetError
from catalog.management.progress import progress_bar
from classifier.core.prototype_trials import Figures
from classifier.predictors import PredictorError
from classifier.services import NoNetwork
from classifier.services.prototype_measure import SHOTS, Measured, measure_prototypes


class Command(BaseCommand):
    help = "Try shows as if they were new and known by a few frames only: how often they are named, and what it costs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("datasets", nargs="+", type=Path, metavar="DATASET", help="Folder with metadata.csv.")
        parser.add_argument("--frames", type=int, nargs="+", default=SHOTS, help="How many frames (default: 5 and 10).")
        parser.add_argument("--keep", action="store_true", help="Let the rule that was found hold from now on.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with progress_bar("pictures") as progress:
                measured = measure_prototypes(
                    options["datasets"], keep=options["keep"], shots=options["frames"], progress=progress
                )
        except (DatasetError, NoNetwork, PredictorError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(measured)))
            return
        for line in _lines(measured):
            self.stdout.write(line)


def _lines(measured: Measured) -> Iterator[str]:
    rule = measured.rule
    tried = "that it knows, their outputs taken away" if measured.known else "that it does not know"
    yield f"{measured.version} on shows {tried}; scale {rule.scale:g}, bias {rule.bias:.2f}"
    yield ""
    yield "| frames | shows | asked | top-1 of the new show | others | top-1 lost by them | strangers taken for it |"
    yield "|---|---|---|---|---|---|---|"
    yield from map(_row, measured.figures)


def _row(figures: Figures) -> str:
    (low, high), (least, most) = figures.top1_ci95, figures.lost_ci95
    strangers = "none" if figures.strangers is None else f"{figures.strangers:.3f}"
    cells = (
        str(figures.frames),
        str(figures.shows),
        str(figures.asked),
        f"{figures.top1:.3f} [{low:.3f}, {high:.3f}]",
        f"{figures.others}, top-1 {figures.others_top1:.3f}",
        f"{figures.lost:.3f} [{least:.3f}, {most:.3f}]",
        strangers,
    )
    return f"| {' | '.join(cells)} |"
