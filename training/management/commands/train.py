"""Train a network: `manage.py train --dataset DIR --dataset DIR --known shows.csv`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from training.core.splits import Parts
from training.core.task import TASKS
from training.launcher import JobError
from training.services import create_run, existing_run, train_run

RECIPE_OPTIONS = {
    "architecture": (str, "a name that timm knows (default: tf_efficientnet_lite0)"),
    "pretrained": (str, "package, hub (downloads), none, or a file of weights (default: package)"),
    "embedding": (int, "numbers in the embedding, at most 256 (default: 256)"),
    "size": (int, "side of the network's input in pixels (default: 192)"),
    "resize": (int, "shorter side before the crop at evaluation, in pixels (default: 208)"),
    "epochs": (int, "passes over the training pictures (default: 12)"),
    "batch_size": (int, "pictures an optimiser step, over all processes (default: 32)"),
    "micro_batch_size": (int, "pictures at a time in each process; more are accumulated (default: 32)"),
    "learning_rate": (float, "peak of the one-cycle schedule (default: 0.001)"),
    "weight_decay": (float, "of AdamW (default: 0.02)"),
    "label_smoothing": (float, "(default: 0.1)"),
    "dropout": (float, "before the embedding (default: 0.2)"),
    "smallest_crop": (float, "least share of a picture's area that a training crop shows (default: 0.35)"),
    "erasing": (float, "share of training pictures with a patch erased (default: 0.25)"),
    "stranger_weight": (float, "weight of a stranger's loss against 1 (default: 0.5)"),
    "ema_decay": (float, "of the averaged weights, 0 for none (default: 0.998)"),
    "seed": (int, "of everything drawn at random (default: 0)"),
}


class Command(BaseCommand):
    help = "Train a network on data sets; every epoch is kept. Then `choose` and `promote` it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dataset", dest="datasets", action="append", type=Path, metavar="DIR", default=[])
        parser.add_argument("--known", type=Path, metavar="FILE", help="labels to know, one a line or a column `label`")
        parser.add_argument("--task", choices=sorted(TASKS), default="show")
        parser.add_argument("--name", default="", help="name of the run (default: task, date and time)")
        parser.add_argument("--resume", metavar="NAME", help="go on with a run that stopped")
        parser.add_argument("--processes", type=int, default=1, help="processes under torchrun (default: 1)")
        parser.add_argument("--val", type=float, default=0.15, help="share that judges where no split is given")
        parser.add_argument("--test", type=float, default=0.0, help="share kept for a test part (default: none)")
        group = parser.add_argument_group("recipe")
        for name, (kind, text) in RECIPE_OPTIONS.items():
            group.add_argument(f"--{name.replace('_', '-')}", type=kind, help=text)
        group.add_argument("--views", nargs="+", help="crops looked at in evaluation and serving (default: center)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            name = self._resumed(options) if options["resume"] else self._created(options)
            train_run(name, processes=options["processes"])
        except (ValueError, JobError, OSError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. `manage.py train --resume NAME` goes on from the newest whole epoch."
            ) from None
        self.stderr.write(f"Trained. Next: manage.py choose {name}")

    def _resumed(self, options: dict[str, Any]) -> str:
        if options["datasets"]:
            raise CommandError("--resume goes on with the run's own data sets; leave --dataset out")
        return existing_run(options["resume"]).name

    def _created(self, options: dict[str, Any]) -> str:
        if not options["datasets"]:
            raise CommandError("name at least one data set: --dataset DIR")
        recipe = {name: options[name] for name in RECIPE_OPTIONS if options[name] is not None}
        if options["views"]:
            recipe["views"] = tuple(options["views"])
        summary = create_run(
            name=options["name"],
            task=options["task"],
            folders=options["datasets"],
            known=options["known"],
            parts=Parts(val=options["val"], test=options["test"]),
            options=recipe,
            progress=lambda rows: tqdm(rows, desc="reading pictures", unit="picture", disable=None),
        )
        self.stderr.write(
            f"Run {summary.folder.name}: {summary.labels} labels, "
            + ", ".join(f"{count} {part}" for part, count in sorted(summary.pictures.items()))
        )
        for row in summary.left_out:
            self.stderr.write(f"left out: {row.dataset}/{row.file_name}: {row.reason}")
        return summary.folder.name
