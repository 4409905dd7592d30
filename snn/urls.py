"""Every address of the site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("snn.pages.urls")),
    path("", include("classifier.urls")),
    path("", include("catalog.urls")),
    path("admin/", admin.site.urls),
]
