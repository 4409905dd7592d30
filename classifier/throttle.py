"""How often somebody may ask: counted in windows that start by the clock.

Counts lie in Django's cache, which all processes share on Redis; where the cache is a folder, in files beside it
(`classifier.counts`). Both are exact, whatever the number of processes. While they are away nobody is turned away.
"""

from __future__ import annotations

import hashlib
import logging
import time
from functools import cache as remembered
from pathlib import Path

from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.filebased import FileBasedCache
from redis import RedisError

from classifier.counts import FileCounts

logger = logging.getLogger(__name__)

_AWAY = (RedisError, OSError)


def allow(key: str, *, limit: int, seconds: int) -> bool:
    """Count one more for a key and tell whether it is among the first `limit` of this window of `seconds`."""
    count = count_one(key, seconds=seconds)
    return count is None or count <= limit


def count_one(key: str, *, seconds: int) -> int | None:
    """Count one more for a key in this window of `seconds` and return how many there are; None where nobody counts."""
    try:
        return _count(_name(key, seconds), timeout=2 * seconds)
    except _AWAY as error:
        logger.warning("Nobody can be counted while the cache is away: %s", error)
        return None


def counted(key: str, *, seconds: int) -> int:
    """Return how often a key was counted in this window, without counting."""
    name = _name(key, seconds)
    try:
        files = _files()
        return files.read(name) if files else int(cache.get(name, 0))
    except _AWAY as error:
        logger.warning("Nobody can be counted while the cache is away: %s", error)
        return 0


def seconds_left(seconds: int) -> int:
    """Return after how many seconds the next window starts: at least 1."""
    return seconds - int(time.time() % seconds)


def _name(key: str, seconds: int) -> str:
    window = int(time.time() // seconds)  # in the key, since not every cache keeps the expiry of what it counts up
    hashed = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"throttle:{hashed}:{seconds}:{window}"


def _count(name: str, *, timeout: int) -> int:
    if files := _files():
        return files.add(name)
    if cache.add(name, 1, timeout):
        return 1
    try:
        return cache.incr(name)
    except ValueError:  # it was dropped in between
        cache.set(name, 1, timeout)
        return 1


def _files() -> FileCounts | None:
    """Return the counts in files where the cache is one of files: it would write each count anew, and miss some."""
    is_of_files = isinstance(caches["default"], FileBasedCache)
    return _counts_beside(str(settings.CACHES["default"]["LOCATION"])) if is_of_files else None


@remembered
def _counts_beside(folder: str) -> FileCounts:
    return FileCounts(Path(folder) / "counts")
