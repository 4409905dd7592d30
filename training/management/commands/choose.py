"""Choose the last epoch before overfitting: `manage.py choose RUN`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from training.core.selection import MARGIN
from training.launcher import JobError
from training.services import choose


class Command(BaseCommand):
    help = "Score every checkpoint of a run again and choose the last epoch before overfitting."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run")
        parser.add_argument("--margin", type=float, default=MARGIN, help="share of the least loss (default: 0.02)")
        parser.add_argument("--views", nargs="+", help="look at other crops than the recipe's, and score all again")
        parser.add_argument("--json", action="store_true", help="print the choice as one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            choice = choose(
                options["run"], margin=options["margin"], views=tuple(options["views"]) if options["views"] else None
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
