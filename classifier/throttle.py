"""How often somebody may ask: counted over Django's cache, in windows that start by the clock.

Exact on Redis, whatever the number of processes. The cache in files of a laptop reads and writes a count in two steps,
so two requests in the very same moment may count as one.
"""

from __future__ import annotations

import hashlib
import time

from django.core.cache import cache


def allow(key: str, *, limit: int, seconds: int) -> bool:
    """Count one more for a key and tell whether it is among the first `limit` of this window of `seconds`."""
    window = int(time.time() // seconds)  # in the key, since not every cache keeps the expiry of what it counts up
    hashed = hashlib.sha256(key.encode()).hexdigest()[:32]
    return _count(f"throttle:{hashed}:{seconds}:{window}", timeout=2 * seconds) <= limit


def _count(name: str, *, timeout: int) -> int:
    if cache.add(name, 1, timeout):
        return 1
    try:
        return cache.incr(name)
    except ValueError:  # it was dropped in between
        cache.set(name, 1, timeout)
        return 1
