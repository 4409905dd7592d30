"""Run the whole topology of `docker-compose.yml` on this machine without Docker: what `make stack` does."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand

from snn.startup.checks import StartError, check_port
from snn.startup.stack import run_stack


class Command(BaseCommand):
    help = "Run PostgreSQL, Redis, web, workers and beat, all of our own; Ctrl-C ends them all."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        port = os.environ.get("PORT", "8000")
        parser.add_argument("--port", type=int, default=int(port), help=f"port of the site (default: {port})")

    def handle(self, *, port: int, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # end the others, too
        try:
            check_port("127.0.0.1", port)
            run_stack(port=port, say=self.stderr.write)
        except StartError as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from None
        except KeyboardInterrupt:
            self.stderr.write("\nStopped.")
            raise SystemExit(130) from None
