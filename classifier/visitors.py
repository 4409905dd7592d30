"""Who sent what: found by the token in the session (`catalog.visitors`), or by the account."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from catalog.visitors import SESSION_KEY, known_token, owner_token
from classifier.core.image import fingerprint
from classifier.models import Upload
from classifier.services import uploads_of

__all__ = ["SESSION_KEY", "client_address", "own_uploads", "owner_token", "sent_just_now"]

JUST_NOW = timedelta(seconds=10)


def own_uploads(request: HttpRequest) -> QuerySet[Upload]:
    """Return what this visitor sent, in this session or from their account."""
    return uploads_of(owner=known_token(request), user=request.user)


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
