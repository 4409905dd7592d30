"""Configuration of the app."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Name the app to Django."""

    name = "snn.pages"
    label = "pages"
