"""Configuration of the app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Name the app to Django."""

    name = "snn.accounts"
    label = "accounts"

    def ready(self) -> None:
        import snn.accounts.signals  # noqa: F401 - connected by being imported
