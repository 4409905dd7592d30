"""Draw the demo shows into the catalogue (`manage.py demo`) or take them out of it (`manage.py demo --remove`)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from catalog.management.progress import progress_bar
from catalog.models import Frame, Show
from catalog.services import demo_folder, draw_demo, remove_demo


class Command(BaseCommand):
    help = "Draw the demo shows and add them to the catalogue, or take them out of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="Take the demo shows out, and never draw them again.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            remove_demo()
            self.stdout.write("The demo shows are gone. `manage.py demo` draws them again.")
            return
        with progress_bar("Drawing the demo shows") as progress:
            draw_demo(progress=progress, again=True)
        shows = Show.objects.filter(is_demo=True).count()
        frames = Frame.objects.present().filter(show__is_demo=True).count()
        self.stdout.write(f"{shows} demo shows with {frames} frames; as a data set: {demo_folder()}")
