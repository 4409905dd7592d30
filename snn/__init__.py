"""Wiring: settings, addresses, the queue, accounts, and pages made of several islands."""

from __future__ import annotations

from snn.celery import app as celery_app

__all__ = ["celery_app"]
