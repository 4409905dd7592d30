"""Tell every process that the catalogue changed, so that what is kept of it in memory is read again."""

from __future__ import annotations

import secrets

from django.core.cache import cache
from django.db import transaction

_KEY = "catalogue"


def catalogue_version() -> str:
    """Return what stays the same as long as no show and no name changes; one look into the cache."""
    return str(cache.get(_KEY) or cache.get_or_set(_KEY, _new, timeout=None))


def catalogue_changed() -> None:
    """Have names and titles read again, once this transaction is through."""
    transaction.on_commit(lambda: cache.set(_KEY, _new(), timeout=None))


def _new() -> str:
    return secrets.token_hex(8)
