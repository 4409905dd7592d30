"""Who sent what: a random token in the session, made when the first picture is sent."""

from __future__ import annotations

import secrets

from django.db.models import QuerySet
from django.http import HttpRequest

from classifier.models import Upload
from classifier.services import uploads_of

SESSION_KEY = "owner"


def owner_token(request: HttpRequest) -> str:
    """Return the token of this session, making it where there is none."""
    token: str = request.session.setdefault(SESSION_KEY, secrets.token_urlsafe(24))
    return token


def own_uploads(request: HttpRequest) -> QuerySet[Upload]:
    """Return what this visitor sent, in this session or from their account."""
    return uploads_of(owner=request.session.get(SESSION_KEY, ""), user=request.user)


def client_address(request: HttpRequest) -> str:
    """Return the address that limits are counted by."""
    address: str = request.META.get("REMOTE_ADDR", "")
    return address
