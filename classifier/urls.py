"""Addresses of the classifier."""

from __future__ import annotations

from django.urls import path

from classifier.views import answers, recognise

app_name = "classifier"
urlpatterns = [
    path("recognise/", recognise.recognise, name="recognise"),
    path("answers/", answers.mine, name="mine"),
    path("answers/<slug:public_id>/", answers.answer, name="answer"),
    path("answers/<slug:public_id>/picture", answers.picture, name="picture"),
    path("answers/<slug:public_id>/delete/", answers.delete, name="delete"),
]
