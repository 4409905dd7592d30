"""The queue: which worker does what stands in the settings, `CELERY_…`.

    celery -A snn worker -Q predict --pool solo
    celery -A snn worker -Q training --pool solo
    celery -A snn beat

A message only wakes a worker up. What is to be done stands in rows, so that a lost message costs a moment, no picture.
"""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "snn.settings")

app = Celery("snn")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="worker")
