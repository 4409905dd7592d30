"""Files through Django's storage, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage


def store_whole(storage: Storage, name: str, content: bytes) -> None:
    """Store content that its name stands for (a hash), so that nobody ever reads half of it.

    In a folder it is written beside its place and moved; an object store takes an object whole anyway. What has the
    name already, or comes in between, is the same and stays.
    """
    if storage.exists(name):
        return
    try:
        folder = Path(storage.path(name)).parent
    except NotImplementedError:
        stored = storage.save(name, ContentFile(content))
    else:
        stored = _move_in(storage, name, content, folder)
    if stored != name:
        storage.delete(stored)


class _Beside(File):  # type: ignore[type-arg]  # generic in the stubs only
    """A file that Django's storage may move instead of copying it."""

    def __init__(self, file: IO[bytes], path: str) -> None:
        super().__init__(file, name=path)
        self._path = path

    def temporary_file_path(self) -> str:
        return self._path


def _move_in(storage: Storage, name: str, content: bytes, folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, path = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            return storage.save(name, _Beside(file, path))
    finally:
        with suppress(FileNotFoundError):  # it was moved
            os.unlink(path)
