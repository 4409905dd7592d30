"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from catalog.views import pictures, shows

app_name = "catalog"
urlpatterns = [
    path("shows/", shows.shows, name="shows"),
    path("shows/<slug:slug>/", shows.show, name="show"),
    path("shows/<slug:slug>/poster", pictures.poster, name="poster"),
    path("frames/<slug:sha256>/", pictures.frame, name="frame"),
    path("frames/<slug:sha256>/faces/<int:number>/", pictures.face, name="face"),
]
