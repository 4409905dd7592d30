"""Styles, scripts and fonts, gathered, hashed and compressed once for each change."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = "gathered.sha256"


def collect_static() -> bool:
    """Gather static files if any changed since the last time; return whether that was so."""
    stamp = Path(settings.STATIC_ROOT) / STAMP  # inside, so that it goes when the files go
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now)
    return True


def _fingerprint() -> str:
    """Hash names, sizes and times of all static files, and the versions of what treats them."""
    digest = hashlib.sha256(f"{version('django')} {version('whitenoise')}".encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list(None), key=lambda found: found[0]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
