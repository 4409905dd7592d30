"""Everything that touches the database behaves the same on PostgreSQL as on SQLite."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.project.tree import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


def test_the_tests_of_the_shell_pass_on_postgres(postgres_database):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/shell", "-q", "-m", "not (postgres or redis or browser or slow)"],
        cwd=ROOT,
        env=inherited | {"SNN_TEST_DATABASE_URL": postgres_database},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_what_was_just_tested_ran_on_postgres(postgres_database):
    """The switch itself: without it the test above would pass on SQLite and prove nothing."""
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); from django.db import connection as c; print(c.vendor)"],
        cwd=ROOT,
        env=os.environ | {"SNN_TEST_DATABASE_URL": postgres_database, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "postgresql"
