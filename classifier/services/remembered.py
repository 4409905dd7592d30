"""What is asked for with every picture and hardly ever changes: each process remembers it for a moment.

So a promotion, or a show that is no longer listed, reaches every process within `SNN_REMEMBER_SECONDS`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.conf import settings

Value = TypeVar("Value")


class Memory(Generic[Value]):
    """Values by key, none of them older than `SNN_REMEMBER_SECONDS`. They are shared: nobody may change one."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[float, Value]] = {}

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made anew where it is too old; what `make` raises is not remembered."""
        now = time.monotonic()
        kept = self._kept.get(key)
        if kept is None or now - kept[0] >= settings.SNN_REMEMBER_SECONDS:
            kept = self._kept[key] = (now, make())
        return kept[1]
