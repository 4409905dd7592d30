"""Train a network: `manage.py train --dataset DIR --dataset DIR --known shows.csv`."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from training.core.splits import Parts
from training.core.tasks import TASKS
from training.launcher import JobError
from training.management.by_domain import by_domain
from training.management.processes import add_process_arguments, processes_of
from training.process import host_if_free
from training.services import RunSummary, create_run, existing_run, replan_run, train_run
from training.services.following import scored_as_they_come

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
    "trunk_rate": (float, "share of it at which the pretrained trunk learns (default: 1)"),
    "frozen_epochs": (int, "first epochs in which the trunk does not learn (default: 0)"),
    "weight_decay": (float, "of AdamW (default: 0.02)"),
    "label_smoothing": (float, "(default: 0.1)"),
    "dropout": (float, "before the embedding (default: 0.2)"),
    "smallest_crop": (float, "least share of a picture's area that a training crop shows (default: 0.35)"),
    "erasing": (float, "share of training pictures with a patch erased (default: 0.25)"),
    "first_size": (int, "side of the input in the first epoch, growing to --size (default: 0, no growth)"),
    "growth": (float, "share of the epochs in which it grows (default: 0.6)"),
    "colour": (float, "how far brightness, contrast and saturation may go (default: 0.4)"),
    "captions": (float, "share of training pictures with an invented caption (default: 0)"),
    "borders": (float, "share with bars at their sides (default: 0)"),
    "blur": (float, "share with detail taken away (default: 0)"),
    "palettes": (float, "share painted in the colours of another domain's picture (default: 0)"),
    "mixup": (float, "share mixed with another picture (default: 0)"),
    "stranger_share": (float, "largest share of strangers in an epoch, domains alike (default: 1)"),
    "companion_weight": (float, "weight of a second head over every label, which tells strangers (default: 0)"),
    "stranger_weight": (float, "weight of a stranger's loss against 1 (default: 0.5)"),
    "grey": (float, "share of training pictures without colour (default: 0.05; tags: 0)"),
    "class_balance": (float, "how alike rare and frequent labels weigh, below 1 (default: 0, as frequent)"),
    "loss": (str, "bce or asymmetric, where several labels may be true (default: bce)"),
    "least_pictures": (int, "labels with fewer pictures are left out of tags (default: 1; tags: 30)"),
    "unsaid_weight": (float, "of denying tags that a data set never names (default: 0; tags: 0.2)"),
    "group_weight": (float, "of a softmax over colours of eyes, and of hair (default: 0; tags: 0.5)"),
    "ema_decay": (float, "of the averaged weights, 0 for none (default: 0.998)"),
    "precision": (str, "auto (bfloat16 on GPUs), float32 or bfloat16 (default: auto)"),
    "seed": (int, "of everything drawn at random (default: 0)"),
}
_MOST_REASONS = 20


def _fold(text: str) -> tuple[str, tuple[int, int]]:
    """Parse `frames=1/3`."""
    name, _, fold = text.partition("=")
    number, _, folds = fold.partition("/")
    try:
        return name, (int(number), int(folds))
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no DATASET=K/N, such as frames=1/3") from None


class Command(BaseCommand):
    help = "Train a network on data sets; every epoch is kept. Then `choose` and `promote` it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dataset", dest="datasets", action="append", type=Path, metavar="DIR", default=[])
        parser.add_argument("--known", type=Path, metavar="FILE", help="shows to know, one a line or a column `label`")
        parser.add_argument(
            "--facts",
            action="append",
            type=Path,
            metavar="FILE",
            default=[],
            help="a list of shows that says of the labels what the data sets do not: demographic, franchise",
        )
        parser.add_argument("--task", choices=sorted(TASKS), default="show")
        parser.add_argument("--name", default="", help="name of the run (default: task, date and time)")
        parser.add_argument(
            "--resume", metavar="NAME", help="go on with a run that stopped; --epochs N changes its length"
        )
        add_process_arguments(parser)
        parser.add_argument("--live", action="store_true", help="score each epoch as it comes, for live curves")
        parser.add_argument("--val", type=float, default=0.15, help="share that judges where no split is given")
        parser.add_argument(
            "--keep-val",
            type=float,
            default=1.0,
            metavar="SHARE",
            help="share of a data set's own val that judges, for a last fit; the rest learns (default: 1)",
        )
        parser.add_argument(
            "--fold",
            dest="folds",
            action="append",
            type=_fold,
            metavar="DATASET=K/N",
            default=[],
            help="let fold K of N judge in this data set, whatever splits it gives",
        )
        parser.add_argument("--test", type=float, default=0.0, help="share kept for a test part (default: none)")
        group = parser.add_argument_group("recipe")
        for name, (kind, text) in RECIPE_OPTIONS.items():
            group.add_argument(f"--{name.replace('_', '-')}", type=kind, help=text)
        group.add_argument(
            "--repeat",
            dest="repeats",
            action="append",
            type=by_domain(int, form="DOMAIN=TIMES", example="frames=3"),
            metavar="DOMAIN=TIMES",
            default=[],
            help="show each known picture of a domain so often in an epoch",
        )
        group.add_argument(
            "--balance",
            dest="balanced_domains",
            action="append",
            metavar="DOMAIN",
            default=[],
            help="known pictures of this domain say little of labels that have none there",
        )
        group.add_argument("--views", nargs="+", help="crops looked at in evaluation and serving (default: center)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            name = self._resumed(options) if options["resume"] else self._created(options)
            live = scored_as_they_come(existing_run(name), wanted=options["live"])
            with host_if_free(name, self.stderr.write), live:
                train_run(name, processes=processes_of(options))
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
        if given := [name for name in RECIPE_OPTIONS if name != "epochs" and options[name] is not None]:
            raise CommandError(f"--resume goes on by the run's own recipe; leave --{given[0].replace('_', '-')} out")
        name = existing_run(options["resume"]).name
        if options["epochs"]:
            replan_run(name, options["epochs"])
        return name

    def _created(self, options: dict[str, Any]) -> str:
        if not options["datasets"]:
            raise CommandError("name at least one data set: --dataset DIR")
        recipe = {name: options[name] for name in RECIPE_OPTIONS if options[name] is not None}
        if options["views"]:
            recipe["views"] = tuple(options["views"])
        if options["repeats"]:
            recipe["repeats"] = dict(options["repeats"])
        if options["balanced_domains"]:
            recipe["balanced_domains"] = tuple(options["balanced_domains"])
        summary = create_run(
            name=options["name"],
            task=options["task"],
            folders=options["datasets"],
            known=options["known"],
            facts=options["facts"],
            parts=Parts(
                val=options["val"], test=options["test"], keep_val=options["keep_val"], folds=dict(options["folds"])
            ),
            options=recipe,
            progress=lambda rows: tqdm(rows, desc="reading pictures", unit="picture", disable=None),
        )
        self.stderr.write(
            f"Run {summary.folder.name}: {summary.labels} labels, "
            + ", ".join(f"{count} {part}" for part, count in sorted(summary.pictures.items()))
        )
        self._say_what_was_left_out(summary)
        return summary.folder.name

    def _say_what_was_left_out(self, summary: RunSummary) -> None:
        """Name the reasons, the commonest first, each with a picture; thousands of lines would hide them."""
        examples = {row.reason: f"{row.dataset}/{row.file_name}" for row in reversed(summary.left_out)}
        reasons = Counter(row.reason for row in summary.left_out).most_common()
        for reason, count in reasons[:_MOST_REASONS]:
            which = examples[reason] if count == 1 else f"{count} pictures, such as {examples[reason]}"
            self.stderr.write(f"left out: {which}: {reason}")
        if len(reasons) > _MOST_REASONS:
            rest = sum(count for _, count in reasons[_MOST_REASONS:])
            self.stderr.write(
                f"left out: {rest} more; {summary.folder / 'manifest.csv'} names every picture and reason."
            )
