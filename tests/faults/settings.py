"""Settings of processes under fault: those of the program, on a disk that can be full."""

from __future__ import annotations

from snn.settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "tests.faults.stand_ins.FillingStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
