"""What a browser asked for and left: the site may still be answering it."""

from __future__ import annotations

import threading

PATIENCE = 30.0
"""Seconds until a request that does not end is called an error."""


def await_answers() -> None:
    """Wait until the site has answered all that was asked: what it writes later would be a row of the next test."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=PATIENCE)
            assert not thread.is_alive(), "A request of a closed browser is still being answered."
