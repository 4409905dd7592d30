"""The database at the start: brought up to date, or a sentence why that cannot be."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from snn.startup.checks import StartError


def migrate() -> bool:
    """Bring the database up to date; return whether there was anything to do.

    Raises:
        StartError: the database does not answer, is damaged, or was made by a newer SNN.
    """
    try:
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        raise StartError(f"The database {_name()} was migrated in another order than this code's: {error}") from error
    except OperationalError as error:
        raise StartError(_no_answer(error)) from error
    except DatabaseError as error:
        raise StartError(damaged(error)) from error
    if unknown := sorted(_unknown(executor)):
        raise StartError(
            f"The database {_name()} was made by a newer SNN (this one does not know {unknown[-1]}). "
            "Update the code (git pull), or restore the backup made before the update (docs/operations.md)."
        )
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def why_it_failed(error: DatabaseError) -> str:
    """Say what whoever typed a command can do about the database; nothing where the mistake is the program's."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as no_answer:
        return _no_answer(no_answer)
    except DatabaseError:
        return damaged(error)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return f"The database {_name()} is not prepared: `make run` does that, or .venv/bin/python manage.py migrate."
    return ""


def _unknown(executor: MigrationExecutor) -> set[str]:
    """Migrations of installed apps that the database has and the code has not."""
    loader = executor.loader
    return {
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in loader.migrated_apps and (app, name) not in loader.graph.nodes and not _replaced(loader, (app, name))
    }


def _replaced(loader: Any, key: tuple[str, str]) -> bool:
    """Tell whether a migration was squashed into one that the code has."""
    return any(key in migration.replaces for migration in loader.disk_migrations.values())


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _no_answer(error: OperationalError) -> str:
    if connection.vendor == "sqlite":
        return f"The database {_name()} cannot be opened ({error})."
    where = (
        f"{connection.settings_dict['HOST'] or 'this machine'}:{connection.settings_dict['PORT'] or 'standard port'}"
    )
    return f"The database {_name()} at {where} does not answer ({str(error).strip()}). Is DATABASE_URL right?"


def damaged(error: Exception) -> str:
    """Say that the database cannot be read, and where help stands."""
    return (
        f"The database {_name()} is damaged ({error}). Restore a backup (docs/operations.md), "
        "or move the file away: the next start makes a new one."
    )
