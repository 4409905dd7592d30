"""The steps from whatever is there to a house that can serve. What is done already is passed over."""

from __future__ import annotations

import errno
import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from tqdm import tqdm

from catalog.services import draw_demo, load_catalogue
from classifier.services import VersionError, load_bundled
from snn.startup.checks import MIB, StartError, check_space, check_writable, disk_full
from snn.startup.database import damaged, migrate
from snn.startup.static import STAMP, collect_static

FIRST_START = 200 * MIB
"""Room for the database, the drawn frames and the gathered static files, with some to spare for pictures."""

LATER_START = 20 * MIB


def prepare(*, say: Callable[[str], None]) -> None:
    """Bring folders, database, catalogue, network, drawn shows and static files up to date.

    Raises:
        StartError: with the reason, as a sentence.
    """
    var = Path(settings.VAR)
    for folder in (var, Path(settings.MEDIA_ROOT)):
        check_writable(folder)
    started_before = (Path(settings.STATIC_ROOT) / STAMP).exists()
    check_space(var, needed=LATER_START if started_before else FIRST_START)
    with _alone(var / "start.lock", say), _plain_reasons(var):
        _take_steps(say)


def _take_steps(say: Callable[[str], None]) -> None:
    if migrate():
        say("The database is up to date.")
    if added := load_catalogue():
        say(f"{added} shows were added to the catalogue.")
    _load_network(say)
    draw_demo(progress=_bar("Drawing the demo shows, once.", say))
    if collect_static():
        say("Styles, scripts and fonts are ready.")


def _load_network(say: Callable[[str], None]) -> None:
    """Make the bundled network known; the site serves without one, too."""
    try:
        version = load_bundled()
    except VersionError as error:
        say(f"The bundled network cannot be used: {error}")
        return
    if version is None:
        say("No network is active: pictures cannot be recognised until one is promoted (docs/training.md).")


def _bar(what: str, say: Callable[[str], None]) -> Callable[[int, int], None]:
    """Give a function that is told how many are done, and of how many; it says `what` only if it is called at all."""
    bar: tqdm[None] | None = None

    def progress(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            say(what)
            bar = tqdm(total=total, unit="", disable=None)
        bar.update(done - bar.n)
        if done >= total:
            bar.close()

    return progress


@contextmanager
def _alone(lock: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Let one start at a time prepare a folder; the lock goes with the process that holds it."""
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is preparing the same folder; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _plain_reasons(var: Path) -> Iterator[None]:
    """Turn a full disk and a damaged database, whichever step meets them, into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StartError(disk_full(var)) from error
    except DatabaseError as error:
        if "disk is full" in str(error) or "No space left" in str(error):
            raise StartError(disk_full(var)) from error
        if "malformed" in str(error) or "not a database" in str(error):
            raise StartError(damaged(error)) from error
        raise
