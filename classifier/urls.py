"""Addresses of the classifier."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "classifier"
urlpatterns: list[URLPattern] = []
