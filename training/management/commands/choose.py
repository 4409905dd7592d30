"""Choose the last epoch before overfitting: `manage.py choose RUN`."""

from __future__ import annotations

import json
from argparse import BooleanOptionalAction
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from training.core.selection import MARGIN
from training.launcher import JobError
from training.management.processes import add_process_arguments, processes_of
from training.services import choose
from training.services.choice import LOOKS


def _looks(options: dict[str, Any]) -> dict[str, Any]:
    looks = {name: options[name] for name in LOOKS if options[name] is not None}
    return {name: tuple(value) if name == "views" else value for name, value in looks.items()}


class Command(BaseCommand):
    help = "Score every checkpoint of a run again and choose the last epoch before overfitting."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run")
        parser.add_argument("--margin", type=float, default=MARGIN, help="share of the least loss (default: 0.02)")
        looks = parser.add_argument_group("looks", "other than the recipe's; every epoch is scored again")
        looks.add_argument("--views", nargs="+", help="the crops")
        looks.add_argument("--size", dest="judged_size", type=int, help="their side in pixels")
        looks.add_argument("--resize", type=int, help="shorter side before the crop, in pixels")
        looks.add_argument("--cut-borders", action=BooleanOptionalAction, help="cut bars and margins first")
        add_process_arguments(parser)
        parser.add_argument("--json", action="store_true", help="print the choice as one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            choice = choose(
                options["run"],
                margin=options["margin"],
                looks=_looks(options),
                processes=processes_of(options),
            )
        except (ValueError, JobError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(choice)))
            return
        self.stdout.write("epoch   loss   raw    train  top-1")
        for row in choice.table:
            mark = "  <- chosen" if row.epoch == choice.epoch else ""
            self.stdout.write(
                f"{row.epoch:5d}  {row.loss:5.3f}  {row.raw_loss:5.3f}  {row.train_loss:5.3f}  {row.top1:5.3f}{mark}"
            )
        self.stdout.write(choice.reason)
        self.stdout.write(f"Beside it: min-loss takes epoch {choice.min_loss}, max-top1 epoch {choice.max_top1}.")
        self.stderr.write(f"Next: manage.py promote {options['run']}")
