"""Configuration of the app."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Name the app to Django."""

    name = "catalog"

    def ready(self) -> None:
        import catalog.signals  # noqa: F401 - connected by being imported
