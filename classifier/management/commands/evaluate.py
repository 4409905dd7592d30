"""Measure the active network on a data set: `manage.py evaluate DATASET --task show --json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.core.imagefolder import DatasetError
from catalog.management.progress import progress_bar
from classifier.models import Task
from classifier.predictors import PredictorError
from classifier.services import NoNetwork, evaluate_dataset


class Command(BaseCommand):
    help = "Measure the active network on a data set; rows with a label that it does not know are strangers to it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dataset", type=Path, help="Folder with metadata.csv, or with a folder for each label.")
        parser.add_argument("--task", choices=Task.values, required=True, help="What the network is asked.")
        parser.add_argument("--split", default="", help="Only the rows of this split; all rows without it.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with progress_bar("pictures") as progress:
                figures = evaluate_dataset(
                    options["dataset"], task=options["task"], split=options["split"], progress=progress
                )
        except (DatasetError, NoNetwork, PredictorError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(figures) if options["json"] else _as_table(figures))


def _as_table(figures: dict[str, Any]) -> str:
    lines = [f"{figures['version']} on {figures['n']} pictures of shows it knows"]
    if figures["n"]:
        for name in ("top1", "top5"):
            low, high = figures[f"{name}_ci95"]
            lines.append(f"  {name:<10} {figures[name]:.3f}  (95 % interval {low:.3f} to {high:.3f})")
        lines += [f"  {name:<10} {figures[name]:.3f}" for name in ("macro_top1", "nll", "ece")]
    unknown = figures["unknown"]
    lines.append(f"and on {unknown['n']} of strangers")
    if unknown["auroc"] is not None:
        lines += [f"  {name:<10} {unknown[name]:.3f}" for name in ("auroc", "fpr95")]
    return "\n".join(lines)
