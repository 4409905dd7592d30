"""Delete pictures whose time is over: `manage.py purge_uploads`. The running server does so every hour."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from classifier.services import purge_uploads
from classifier.services.batches import purge_batches


class Command(BaseCommand):
    help = "Delete uploaded pictures whose time is over; their answers stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        purge_batches(timezone.now())
        purged = purge_uploads(timezone.now())
        self.stdout.write(json.dumps({"purged": purged}) if options["json"] else f"{purged} pictures deleted.")
