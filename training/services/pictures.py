"""Pictures of a run's data sets, for staff: found by their hash in the manifest, never by a path from outside."""

from __future__ import annotations

from pathlib import Path

from catalog.core.frames import encode
from classifier.core.image import ImageRefused, decode
from training.core.manifest import ManifestRow, read_manifest
from training.core.recipe import RecipeError, read_recipe
from training.models import TrainingRun


class NoPictureError(ValueError):
    """A picture that is not there, or cannot be read; the message says which."""


def picture_file(run: TrainingRun, sha256: str) -> tuple[Path, ManifestRow]:
    """Find a picture of a run's manifest, and where it lies.

    Raises:
        NoPictureError: the run used no such picture, or the data set is not here any more.
    """
    try:
        folders = {dataset.name: Path(dataset.path) for dataset in read_recipe(run.folder).datasets}
        rows = read_manifest(run.folder / "manifest.csv")
    except (OSError, RecipeError, ValueError) as error:
        raise NoPictureError(str(error)) from error
    row = next((row for row in rows if row.sha256 == sha256), None)
    if row is None:
        raise NoPictureError(f"{run.name} used no such picture.")
    folder = folders[row.dataset].resolve()
    path = (folder / row.file_name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise NoPictureError(f"{row.dataset}/{row.file_name} is not here any more.")
    return path, row


def small_picture(path: Path, *, longest_side: int) -> bytes:
    """Read a picture and make it a small JPEG without metadata; a NoPictureError says why it cannot be."""
    try:
        return encode(decode(path.read_bytes()), longest_side=longest_side)
    except (OSError, ImageRefused) as error:
        raise NoPictureError(str(error)) from error
