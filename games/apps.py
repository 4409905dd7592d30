"""Configuration of the app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class GamesConfig(AppConfig):
    """Name the app to Django, and listen for log-ins: what was played before belongs to the account from then on."""

    name = "games"

    def ready(self) -> None:
        user_logged_in.connect(_claim, dispatch_uid="games claim results")


def _claim(request: Any, user: Any, **kwargs: Any) -> None:
    from catalog.visitors import known_token  # the apps must be ready first
    from games.services import claim_results

    claim_results(user, known_token(request))
