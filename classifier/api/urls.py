"""Addresses of the API. They are read when the first of them is asked for: see `snn.urls`."""

from __future__ import annotations

from django.urls import path, re_path

from classifier.api import about, catalogue, mine, recognise, results

app_name = "api"

described = [
    path("", about.Index.as_view(), name="index"),
    path("recognise/", recognise.Recognise.as_view(), name="recognise"),
    path("results/<slug:public_id>/", results.Result.as_view(), name="result"),
    path("shows/", catalogue.Shows.as_view(), name="shows"),
    path("shows/<slug:slug>/", catalogue.OneShow.as_view(), name="show"),
    path("frames/", catalogue.Frames.as_view(), name="frames"),
    path("frames/<slug:sha256>/", catalogue.OneFrame.as_view(), name="frame"),
    path("seen/", mine.Seen.as_view(), name="seen"),
    path("versions/", about.Versions.as_view(), name="versions"),
    path("versions/<str:name>/", about.OneVersion.as_view(), name="version"),
    path("quota/", mine.Quota.as_view(), name="quota"),
]

urlpatterns = [
    *described,
    path("schema/", about.schema, name="schema"),
    path("docs/", about.docs, name="docs"),
    re_path(r"^(?P<rest>.*)$", about.unknown, name="unknown"),
]
