"""Addresses of the training pages, for staff only."""

from __future__ import annotations

from django.urls import path

from training.views import guess, pictures, runs, start, steer

app_name = "training"
urlpatterns = [
    path("training/", runs.runs, name="runs"),
    path("training/new/", start.start, name="start"),
    path("training/<str:name>/", runs.run, name="run"),
    path("training/<str:name>/curves/", runs.live, name="live"),
    path("training/<str:name>/mistakes/", runs.mistakes, name="mistakes"),
    path("training/<str:name>/steer/", steer.steer, name="steer"),
    path("training/<str:name>/guess/", guess.ask, name="ask"),
    path("training/<str:name>/guess/<str:sha256>/", guess.guess, name="guess"),
    path("training/<str:name>/pictures/<str:sha256>/", pictures.picture, name="picture"),
]
