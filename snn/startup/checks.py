"""Checks made before anything is written; each says in one sentence what is wrong and what to do."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import tempfile
from pathlib import Path

MIB = 1024 * 1024


class StartError(Exception):
    """The server cannot start; the message is a sentence for the person at the keyboard."""


def listen(host: str, port: int) -> socket.socket:
    """Take the port and listen, so that whoever opens the address from now on is served.

    Raises:
        StartError: the port is taken, reserved, or the host is no address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left may be taken again at once
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise StartError(_why_not(error, host, port)) from error
    return listener


def check_port(host: str, port: int) -> None:
    """Refuse a port that cannot be taken, before minutes of work."""
    listen(host, port).close()


def _why_not(error: OSError, host: str, port: int) -> str:
    other = port + 1 if 1024 < port < 65535 else 8000
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Take another one: PORT={other} make run"
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for root. Take another one: PORT={other} make run"
    return f"{host} is not an address of this machine ({error.strerror or error})."


def check_writable(folder: Path) -> None:
    """Make the folder if it is absent and write to it once."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"written")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StartError(disk_full(folder)) from error
        raise StartError(
            f"{folder} cannot be written ({os.strerror(error.errno or 0)}). "
            "Mend its permissions, or name another folder: SNN_VAR=/path/to/folder make run"
        ) from error


def check_space(folder: Path, *, needed: int) -> None:
    """Refuse a disk with fewer than `needed` bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StartError(
            f"The disk is full: {folder} has {free // MIB} MB free, and {needed // MIB} MB are needed. "
            "Make room, or name a folder on another disk: SNN_VAR=/path/to/folder make run"
        )


def disk_full(folder: Path) -> str:
    """Say that the disk filled up while something was being written."""
    return (
        f"The disk is full: nothing more can be written to {folder}. "
        "Make room and start again: what is done is kept, the rest is made up for."
    )
