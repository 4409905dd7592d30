"""The database at the start is brought up to date, or refused with a sentence."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from snn.startup.checks import StartError
from snn.startup.database import migrate

pytestmark = pytest.mark.django_db


def test_a_database_that_is_up_to_date_is_left_alone():
    assert migrate() is False


def test_a_database_made_by_newer_code_is_refused():
    MigrationRecorder(connection).record_applied("catalog", "9999_from_the_future")

    with pytest.raises(StartError, match=r"made by a newer SNN .* catalog\.9999_from_the_future"):
        migrate()


def test_what_other_programs_recorded_does_not_matter():
    MigrationRecorder(connection).record_applied("another_program", "0001_initial")

    assert migrate() is False


def test_migrations_recorded_in_an_impossible_order_are_refused():
    MigrationRecorder(connection).record_unapplied("accounts", "0001_initial")

    with pytest.raises(StartError, match="was migrated in another order"):
        migrate()
