#!/usr/bin/env python
"""Django's command-line utility."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "snn.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import DatabaseError
    except ModuleNotFoundError:
        sys.exit("This Python has no Django. `make run` makes .venv; then: .venv/bin/python manage.py …")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"A setting is wrong (docs/settings.md): {error}")
    except DatabaseError as error:
        from snn.startup.database import why_it_failed

        reason = why_it_failed(error)
        if not reason:
            raise
        sys.exit(reason)


if __name__ == "__main__":
    main()
