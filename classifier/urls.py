"""Addresses of the classifier."""

from __future__ import annotations

from django.urls import path

from classifier.views import answers, batches, corrections, evaluate, evidence, keys, recognise, waiting

app_name = "classifier"
urlpatterns = [
    path("recognise/", recognise.recognise, name="recognise"),
    path("answers/", answers.mine, name="mine"),
    path("answers/<slug:public_id>/", answers.answer, name="answer"),
    path("answers/<slug:public_id>/picture", answers.picture, name="picture"),
    path("answers/<slug:public_id>/heat.png", evidence.heat, name="heat"),
    path("answers/<slug:public_id>/crop/", evidence.crop, name="crop"),
    path("answers/<slug:public_id>/waiting", waiting.waiting, name="waiting"),
    path("answers/<slug:public_id>/actually/", corrections.actually, name="actually"),
    path("answers/<slug:public_id>/actually/take-back/", corrections.take_back, name="take_back"),
    path("answers/<slug:public_id>/delete/", answers.delete, name="delete"),
    path("batch/", batches.batches, name="batches"),
    path("batch/<slug:public_id>/", batches.batch, name="batch"),
    path("batch/<slug:public_id>/answers.csv", batches.table, name="batch_table"),
    path("batch/<slug:public_id>/answers.json", batches.answers, name="batch_answers"),
    path("batch/<slug:public_id>/delete/", batches.delete, name="batch_delete"),
    path("evaluate", evaluate.evaluate, name="evaluate"),
    path("programs/", keys.programs, name="programs"),
    path("account/keys/", keys.keys, name="keys"),
    path("account/keys/<int:key_id>/take-back/", keys.revoke, name="revoke_key"),
]
