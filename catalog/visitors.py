"""Who a visitor without an account is: a random token in the session, made when there is something to remember."""

from __future__ import annotations

import secrets

from django.http import HttpRequest

SESSION_KEY = "owner"


def owner_token(request: HttpRequest) -> str:
    """Return the token of this session, making it where there is none."""
    token: str = request.session.setdefault(SESSION_KEY, secrets.token_urlsafe(24))
    return token


def known_token(request: HttpRequest) -> str:
    """Return the token of this session, empty where there is none."""
    token: str = request.session.get(SESSION_KEY, "")
    return token
