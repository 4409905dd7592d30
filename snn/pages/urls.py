"""Addresses of pages made of several islands."""

from __future__ import annotations

from django.urls import path

from snn.pages import health, metrics, status, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("credits/", views.credits, name="credits"),
    path("model/", views.model_card, name="model_card"),
    path("status/", status.status, name="status"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
]
