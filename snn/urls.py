"""Every address of the site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include(("classifier.api.urls", "api"))),
    path("tracemoe/", include(("classifier.tracemoe.urls", "tracemoe"))),
    path("", include("snn.pages.urls")),
    path("", include("snn.accounts.urls")),
    path("", include("classifier.urls")),
    path("", include("catalog.urls")),
    path("games/", include("games.urls")),
    path("", include("training.urls")),
    path("admin/", admin.site.urls),
]
