"""What somebody has seen: kept with an account, or under the token of a session without one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet, Value

from catalog.models import SeenList, SeenShow, Show

Viewer = AbstractBaseUser | AnonymousUser


def seen_list_of(user: Viewer, token: str) -> SeenList | None:
    """Return the list of a person with an account, else that of the session with this token; None where none was made.

    An empty token is the token of nobody.
    """
    owner = _owner(user, token)
    return SeenList.objects.filter(**owner).first() if owner else None


def seen_show_ids(seen_list: SeenList | None) -> QuerySet[SeenShow, int] | None:
    """Return the ids of the ticked shows, ready for `show__in`; None where nothing is ticked, which means all shows."""
    if seen_list is None:
        return None
    ids = seen_list.shows.order_by().values_list("show_id", flat=True)
    return ids if ids.exists() else None


def count_seen(user: Viewer, token: str) -> int:
    """Return how many shows are ticked; 0 means all shows."""
    owner = _owner(user, token)
    return SeenShow.objects.filter(**{f"list__{name}": value for name, value in owner.items()}).count() if owner else 0


@transaction.atomic
def tick_shows(user: Viewer, token: str, shows: QuerySet[Show]) -> int:
    """Add shows to the list of a visitor, making it where there is none; return how many were not on it before.

    Raises:
        ValueError: the visitor has neither account nor token.
    """
    owner = _owner(user, token)
    if not owner:
        raise ValueError("A seen list belongs to an account or to a session's token.")
    seen_list, _ = SeenList.objects.get_or_create(**owner)
    return _add(seen_list, shows)


@transaction.atomic
def untick_shows(user: Viewer, token: str, shows: QuerySet[Show] | None = None) -> int:
    """Take shows, or without any named all of them, off the list of a visitor; return how many were on it."""
    seen_list = seen_list_of(user, token)
    if seen_list is None:
        return 0
    ticked = seen_list.shows.order_by()
    if shows is not None:
        ticked = ticked.filter(show__in=shows.order_by().values("pk"))
    return ticked.delete()[0]


@transaction.atomic
def merge_seen(user: AbstractBaseUser, token: str) -> int:
    """Add what a session ticked to the list of the person who logs in; return how many shows that added."""
    session_list = SeenList.objects.filter(token=token).first() if token else None
    if session_list is None:
        return 0
    seen_list, _ = SeenList.objects.get_or_create(user_id=user.pk)
    added = _add(seen_list, Show.objects.filter(pk__in=session_list.shows.order_by().values("show_id")))
    session_list.delete()
    return added


def seen_among(seen_list: SeenList | None, show_ids: Collection[int]) -> set[int]:
    """Return which of these shows are ticked."""
    if seen_list is None:
        return set()
    return set(seen_list.shows.filter(show__in=show_ids).values_list("show_id", flat=True))


def _owner(user: Viewer, token: str) -> dict[str, Any]:
    """Return by which column the list of a visitor is found; nothing where there cannot be one."""
    if user.is_authenticated:
        return {"user": user}
    return {"token": token} if token else {}


def _add(seen_list: SeenList, shows: QuerySet[Show]) -> int:
    """Copy the ids inside the database: thousands of them take one statement."""
    new = shows.order_by().exclude(pk__in=seen_list.shows.order_by().values("show_id"))
    try:
        select, parameters = new.values_list(Value(seen_list.pk), "pk").query.sql_with_params()
    except EmptyResultSet:  # Django sees that nothing can be found
        return 0
    table = connection.ops.quote_name(SeenShow._meta.db_table)
    with connection.cursor() as cursor:
        # Another tab may tick the same show in the same moment.
        cursor.execute(f"INSERT INTO {table} (list_id, show_id) {select} ON CONFLICT DO NOTHING", parameters)
        return int(cursor.rowcount)
