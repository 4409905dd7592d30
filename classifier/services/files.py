"""Pictures from files on disk, for commands: read, decoded and run on every core, in order, a few at a time."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from PIL import Image

from catalog.core.imagefolder import PICTURE_SUFFIXES
from classifier.core.image import MAX_BYTES, ImageRefused, decode

Item = TypeVar("Item")
Result = TypeVar("Result")


class FileRefused(Exception):  # noqa: N818 - a refusal with a sentence for people
    """A file that is no picture or cannot be read; the message says why."""


def decode_file(path: Path) -> Image.Image:
    """Read and decode a picture like one that was sent.

    Raises:
        FileRefused: with a sentence.
    """
    try:
        with path.open("rb") as file:
            return decode(file.read(MAX_BYTES + 1))
    except OSError as error:
        raise FileRefused(f"{error.strerror or error}.") from error
    except ImageRefused as error:
        raise FileRefused(error.message) from error


def walk(path: Path) -> Iterator[Path]:
    """Yield the pictures in a folder and below it, by name; hidden ones are passed over. A file is yielded as it is."""
    if not path.is_dir():
        yield path
        return
    for found in sorted(path.rglob("*")):
        is_hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
        if found.suffix.lower() in PICTURE_SUFFIXES and found.is_file() and not is_hidden:
            yield found


def on_every_core(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Yield `function(item)` in the order of the items; decoding and networks run outside of Python's lock."""
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    pending: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for item in items:
                pending.append(pool.submit(function, item))
                if len(pending) > 2 * workers:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()
