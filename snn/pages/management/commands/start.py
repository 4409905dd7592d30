"""Prepare what is missing and serve: what `make run` does once the packages are installed."""

from __future__ import annotations

import argparse
import os
from typing import Any

from django.core.management.base import BaseCommand

from snn.startup.checks import StartError, check_port, listen
from snn.startup.serve import address, serve
from snn.startup.steps import prepare


class Command(BaseCommand):
    help = "Prepare what is missing (database, catalogue, network, drawn shows, static files) and serve the site."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        port = os.environ.get("PORT", "8000")
        parser.add_argument("--port", type=_port, default=port, help=f"port to listen on (default: {port})")

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        try:
            check_port(host, port)
            prepare(say=self._say)
            listener = listen(host, port)
        except StartError as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from None
        except KeyboardInterrupt:
            self.stderr.write("\nStopped. The next start goes on from here.")
            raise SystemExit(130) from None
        self._say(f"\nSNN is at {address(host, port)} (Ctrl-C ends it).")
        self._say("To become admin: .venv/bin/python manage.py createsuperuser, then open /admin/.")
        serve(listener)

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()  # a log file should not wait for the end of a step


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: ports go from 1 to 65535")
    return int(text)
