"""One picture guessed again by each epoch: a job of the engine writes what they say into the run's folder.

It runs as a process of its own beside the web process, where torch is installed, else in a worker of the queue.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.core.frames import encode
from classifier.core.image import decode, fingerprint
from training.core.history import read_document
from training.core.whole_file import replacing, write_json
from training.launcher import JobError, run_job
from training.models import TrainingRun
from training.services.pictures import NoPictureError, picture_file
from training.services.runs import RunError

STORED_SIDE = 1600
MOST_KEPT = 60
SECONDS_TO_ANSWER = 600


@dataclass(frozen=True)
class Guesses:
    """What the epochs say of a picture: `epochs` is empty while they are asked, `error` says why they cannot be."""

    sha256: str
    epochs: list[dict[str, Any]]
    error: str = ""

    @property
    def waits(self) -> bool:
        """Whether the answer is still to come."""
        return not self.epochs and not self.error


def keep_picture(run: TrainingRun, data: bytes) -> str:
    """Keep an uploaded picture without its metadata, and return its hash; an ImageRefused says what is wrong."""
    sha256, image = fingerprint(data), decode(data)
    path = _picture(run, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as beside:
        beside.write_bytes(encode(image, longest_side=STORED_SIDE))
    _drop_oldest(path.parent)
    return sha256


def guesses_of(run: TrainingRun, sha256: str) -> Guesses | None:
    """Return what is known of a picture, or None where nobody asked or the epochs have changed since."""
    document = read_document(_answer(run, sha256))
    if document is None:
        return Guesses(sha256, []) if _is_asked(run, sha256) else None
    said = document.get("epochs", [])
    kept = set(run.checkpoints.filter(is_kept=True).values_list("epoch", flat=True))
    if said and {line["epoch"] for line in said} != kept:
        return None
    return Guesses(sha256, said, document.get("error", ""))


def guess_picture(run: TrainingRun, sha256: str) -> None:
    """Ask every kept epoch and write what they say, or why they cannot be asked."""
    answer = _answer(run, sha256)
    answer.parent.mkdir(parents=True, exist_ok=True)
    try:
        run_job("guess", str(run.folder), str(picture_of(run, sha256)), "--write", str(answer))
    except (JobError, NoPictureError) as error:
        write_json(answer, {"error": str(error)})
    finally:
        with contextlib.suppress(FileNotFoundError):
            _claim(run, sha256).unlink()


def start_guessing(run: TrainingRun, sha256: str, *, by_worker: Callable[[], None] | None) -> None:
    """Have a picture guessed without waiting for it: here where torch is, else by `by_worker`.

    Raises:
        RunError: the run keeps no weights, or there is neither torch nor a worker.
    """
    if not run.checkpoints.filter(is_kept=True).exists():
        raise RunError(f"{run.name} keeps no weights to ask.")
    here = importlib.util.find_spec("torch") is not None
    if not here and by_worker is None:
        raise RunError("Guessing needs torch here, or a worker: `make torch` installs it.")
    if _is_asked(run, sha256):
        return
    _folder(run).mkdir(parents=True, exist_ok=True)
    _claim(run, sha256).touch()
    _answer(run, sha256).unlink(missing_ok=True)
    if not here and by_worker is not None:
        by_worker()
    else:
        threading.Thread(target=guess_picture, args=(run, sha256), daemon=True).start()


def picture_of(run: TrainingRun, sha256: str) -> Path:
    """Find a picture that was uploaded here, or one of the run's own; a NoPictureError says that there is none."""
    uploaded = _picture(run, sha256)
    return uploaded if uploaded.exists() else picture_file(run, sha256)[0]


def _folder(run: TrainingRun) -> Path:
    return run.folder / "guesses"


def _picture(run: TrainingRun, sha256: str) -> Path:
    return _folder(run) / f"{sha256}.jpg"


def _answer(run: TrainingRun, sha256: str) -> Path:
    return _folder(run) / f"{sha256}.json"


def _claim(run: TrainingRun, sha256: str) -> Path:
    return _folder(run) / f"{sha256}.asked"


def _is_asked(run: TrainingRun, sha256: str) -> bool:
    """Tell whether somebody is asking; who asked long ago was ended in the middle."""
    try:
        return time.time() - _claim(run, sha256).stat().st_mtime < SECONDS_TO_ANSWER
    except FileNotFoundError:
        return False


def _drop_oldest(folder: Path) -> None:
    pictures = sorted(folder.glob("*.jpg"), key=os.path.getmtime)
    for path in pictures[:-MOST_KEPT]:
        path.unlink(missing_ok=True)
