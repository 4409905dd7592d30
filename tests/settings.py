"""Settings of the tests: everything the program writes goes to a folder of its own."""

from __future__ import annotations

import os
import tempfile

os.environ["SNN_VAR"] = tempfile.mkdtemp(prefix="snn-tests-")
os.environ.setdefault("SECRET_KEY", "tests")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from snn.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
