"""Keys of programs: made once, shown once, known by their hash."""

from __future__ import annotations

import hashlib
import secrets

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from classifier.models import ApiKey

_MARK = "snn_"
_SHOWN = 10

MOST_KEYS = 20
"""Of one person, those that were revoked left out."""


class TooManyKeys(Exception):  # noqa: N818 - it reads as what it is
    """Somebody has as many keys as one may have."""

    def __init__(self) -> None:
        super().__init__(f"You have {MOST_KEYS} keys. Take one back first.")


@transaction.atomic
def make_key(name: str, user: AbstractBaseUser | None = None) -> tuple[ApiKey, str]:
    """Make a key; the text is to be shown now, and never again.

    Raises:
        TooManyKeys: the person has as many as one may have.
    """
    if user is not None and keys_of(user).count() >= MOST_KEYS:
        raise TooManyKeys
    text = _MARK + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(name=name, user_id=user.pk if user else None, hash=_hash(text), beginning=text[:_SHOWN])
    return key, text


def key_of(text: str) -> ApiKey | None:
    """Return the key that a program sent, if it is one; note the day on which it was used."""
    key = ApiKey.objects.filter(hash=_hash(text), revoked_at=None).select_related("user").first()
    if key is None or (key.user is not None and not key.user.is_active):
        return None
    today = timezone.now().date()
    if key.used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(used_on=today)
    return key


def keys_of(user: AbstractBaseUser) -> QuerySet[ApiKey]:
    """Return the keys of a person that still work, newest first."""
    return ApiKey.objects.filter(user=user.pk, revoked_at=None)


def revoke_keys(keys: QuerySet[ApiKey]) -> int:
    """Take keys back, and return how many worked until now."""
    return keys.filter(revoked_at=None).update(revoked_at=timezone.now())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()  # as long and random as it is, it needs no salt
