"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from catalog.views import pictures, seen, shows, suggestions

app_name = "catalog"
urlpatterns = [
    path("shows/", shows.shows, name="shows"),
    path("suggest/", suggestions.suggest, name="suggest"),  # not under shows/: one may be called so
    path("shows/<slug:slug>/", shows.show, name="show"),
    path("shows/<slug:slug>/poster", pictures.poster, name="poster"),
    path("seen/", seen.seen, name="seen"),
    path("seen/import/", seen.import_list, name="seen_import"),
    path("frames/<slug:sha256>/", pictures.frame, name="frame"),
    path("frames/<slug:sha256>/faces/<int:number>/", pictures.face, name="face"),
]
