"""Configuration of the app."""

from __future__ import annotations

from django.apps import AppConfig


class ClassifierConfig(AppConfig):
    """Name the app to Django."""

    name = "classifier"
