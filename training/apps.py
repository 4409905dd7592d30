"""Configuration of the app."""

from __future__ import annotations

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Name the app to Django."""

    name = "training"
