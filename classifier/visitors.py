"""Who sent what: a random token in the session, made when the first picture is sent."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from classifier.core.image import fingerprint
from classifier.models import Upload
from classifier.services import uploads_of

SESSION_KEY = "owner"

JUST_NOW = timedelta(seconds=10)


def owner_token(request: HttpRequest) -> str:
    """Return the token of this session, making it where there is none."""
    token: str = request.session.setdefault(SESSION_KEY, secrets.token_urlsafe(24))
    return token


def own_uploads(request: HttpRequest) -> QuerySet[Upload]:
    """Return what this visitor sent, in this session or from their account."""
    return uploads_of(owner=request.session.get(SESSION_KEY, ""), user=request.user)


def sent_just_now(request: HttpRequest, data: bytes) -> Upload | None:
    """Return what became of the same picture if this visitor sent it a moment ago: a button pressed twice."""
    since = timezone.now() - JUST_NOW
    return own_uploads(request).filter(sha256=fingerprint(data), created_at__gte=since).exclude(image="").first()


def client_address(request: HttpRequest) -> str:
    """Return the address that limits are counted by; behind proxies of ours, the one that the first of them saw."""
    direct: str = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("x-forwarded-for", "").split(",")
    proxies: int = settings.SNN_PROXIES
    return forwarded[-proxies].strip() or direct if 0 < proxies <= len(forwarded) else direct
