"""What a visitor ticked before logging in becomes theirs."""

from __future__ import annotations

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from catalog.services import merge_seen
from catalog.visitors import known_token
from snn.accounts.models import User


@receiver(user_logged_in)
def keep_what_was_seen(request: HttpRequest | None, user: User, **_: object) -> None:
    """Merge the list of the session into that of the account."""
    if request is not None and hasattr(request, "session"):
        merge_seen(user, known_token(request))
