"""Files through Django's storage, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

_READABLE = 0o644  # a temporary file is made for its owner only


def store_whole(storage: Storage, name: str, content: bytes) -> None:
    """Store content under a name that stands for it (a hash), so that nobody ever reads half of it.

    In a folder it is written beside its place and moved there; an object store takes an object whole anyway. What has
    the name already is the same and stays.
    """
    if storage.exists(name):
        return
    try:
        path = Path(storage.path(name))
    except NotImplementedError:
        storage.save(name, ContentFile(content))
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(beside).chmod(_READABLE)
        Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)
