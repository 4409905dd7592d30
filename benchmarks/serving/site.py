"""SNN as `make run` serves it, on a fresh database in which only the bundled network for shows answers.

    python -m benchmarks.serving.site PORT

The environment names folder and database.
"""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    """Prepare and become gunicorn."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "snn.settings"
    django.setup()
    prepare()
    from snn.startup.checks import listen
    from snn.startup.serve import serve

    serve(listen("127.0.0.1", int(sys.argv[1])))


def prepare() -> None:
    """Fill the database with the catalogue and one network, which peers run too."""
    from django.core.management import call_command

    from catalog.services import load_catalogue
    from classifier.services import activate_version, create_version
    from classifier.services.bundled import BUNDLED
    from snn.startup.static import collect_static

    call_command("migrate", verbosity=0)
    collect_static()
    load_catalogue()
    activate_version(create_version(BUNDLED / "show", "show"))


if __name__ == "__main__":
    main()
