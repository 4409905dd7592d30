"""Measure the active network on a data set: `manage.py evaluate DATASET --task show --json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.core.imagefolder import DatasetError
from catalog.core.label_facts import FactsError
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
        parser.add_argument(
            "--facts",
            type=Path,
            nargs="+",
            default=[],
            metavar="FILE",
            help="Lists that say for whom shows were made; facts.csv beside the pictures is read without being named.",
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with progress_bar("pictures") as progress:
                figures = evaluate_dataset(
                    options["dataset"],
                    task=options["task"],
                    split=options["split"],
                    facts=options["facts"],
                    progress=progress,
                )
        except (DatasetError, FactsError, NoNetwork, PredictorError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(figures) if options["json"] else _as_table(figures))


def _as_table(figures: dict[str, Any]) -> str:
    if "map" in figures:
        return _tags_table(figures)
    what = "of shows it knows" if figures["task"] == Task.SHOW else "whose label is told"
    lines = [f"{figures['version']} on {figures['n']} pictures {what}"]
    if figures["n"]:
        for name in ("top1", "top5"):
            low, high = figures[f"{name}_ci95"]
            lines.append(f"  {name:<10} {figures[name]:.3f}  (95 % interval {low:.3f} to {high:.3f})")
        lines += [f"  {name:<10} {figures[name]:.3f}" for name in ("macro_top1", "nll", "ece")]
    unknown = figures["unknown"]
    if figures["task"] == Task.SHOW:
        lines.append(f"and on {unknown['n']} of strangers")
    if unknown["auroc"] is not None:
        lines += [f"  {name:<10} {unknown[name]:.3f}" for name in ("auroc", "fpr95")]
    return "\n".join(lines)


def _tags_table(figures: dict[str, Any]) -> str:
    lines = [f"{figures['version']} on {figures['n']} pictures with tags"]
    if figures["map"] is None:
        return f"{lines[0]}, none of which it knows"
    low, high = figures["map_ci95"]
    lines.append(f"  {'map':<10} {figures['map']:.3f}  (95 % interval {low:.3f} to {high:.3f})")
    lines += [f"  {name:<10} {figures[name]:.3f}" for name in ("macro_f1", "micro_f1")]
    lines.append(f"{len(figures['per_tag'])} tags; {figures['left_out']} more of its tags no picture has")
    lines += [
        f"  {tag:<24} {each['n']:>5} pictures  ap {each['ap']:.3f}  f1 {each['f1']:.3f}"
        for tag, each in figures["per_tag"].items()
    ]
    return "\n".join(lines)
