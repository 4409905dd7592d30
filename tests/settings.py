"""Settings of the tests: everything the program writes goes to a folder that is removed at the end."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_ROOT = "SNN_TESTS_ROOT"


def _remove(folder: str, *, process: int) -> None:
    if os.getpid() == process:  # a forked child leaves the folder to its parent
        shutil.rmtree(folder, ignore_errors=True)


if _ROOT not in os.environ:
    # The first process makes the folder and removes it; workers of pytest-xdist and commands under test inherit it.
    os.environ[_ROOT] = tempfile.mkdtemp(prefix="snn-tests-")
    atexit.register(_remove, os.environ[_ROOT], process=os.getpid())

_VAR = tempfile.mkdtemp(dir=os.environ[_ROOT])
os.environ |= {
    "SNN_VAR": _VAR,
    "SNN_MEDIA": f"{_VAR}/media",
    "SECRET_KEY": "tests",
    "DATABASE_URL": os.environ.get("SNN_TEST_DATABASE_URL", f"sqlite:///{_VAR}/db.sqlite3"),
    "CACHE_URL": "locmemcache://",
    "SNN_PRODUCTION": "off",
    "DEBUG": "off",
    "SNN_REMEMBER_SECONDS": "0",  # a test sees at once what it changed
}

from snn.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise warns where it is missing, and a warning is an error here
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, as in life: threads of a server would share the one connection of a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": f"{_VAR}/test.sqlite3"}  # noqa: F405
