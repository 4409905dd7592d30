"""Average several networks into one: `manage.py ensemble NAME RUN VERSION-FOLDER`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from training.launcher import JobError
from training.management.by_domain import by_domain
from training.services import create_ensemble


class Command(BaseCommand):
    help = "Put several trained networks together as one run that answers with their mean. Then `choose` and `promote`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="of the new run")
        parser.add_argument(
            "members", nargs="+", metavar="MEMBER", help="a run whose epoch was chosen, or the folder of a version"
        )
        parser.add_argument(
            "--weights",
            action="store_true",
            help="share one trunk, the mean of theirs; they must have begun with the same weights",
        )
        parser.add_argument(
            "--expect",
            dest="seen_shares",
            action="append",
            type=by_domain(float, form="DOMAIN=SHARE", example="frames=0.5"),
            metavar="DOMAIN=SHARE",
            default=[],
            help="of pictures of this domain to come, so large a share is of labels that have some there",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            create_ensemble(
                options["name"],
                options["members"],
                weights=options["weights"],
                seen_shares=dict(options["seen_shares"]),
            )
        except (ValueError, JobError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"Put together. Next: manage.py choose {options['name']}")
