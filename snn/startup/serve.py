"""Become the web server: this process is replaced by gunicorn."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.db import connections


def serve(listener: socket.socket) -> NoReturn:
    """Hand the listening socket to gunicorn, which takes the place of this process."""
    connections.close_all()
    listener.set_inheritable(True)
    base = Path(settings.BASE_DIR)
    arguments = [
        "--config",
        str(base / "gunicorn.conf.py"),
        "--chdir",
        str(base),
        "--bind",
        f"fd://{listener.fileno()}",
    ]
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until gunicorn can answer it: see gunicorn.conf.py
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])  # noqa: S606 - no shell is wanted


def address(host: str, port: int) -> str:
    """Return the address to open in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
