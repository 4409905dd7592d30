"""The approved frames of the catalogue as a data set: a folder that outlives the database."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from django.db.models import QuerySet

from catalog.core.catalogued import Catalogued
from catalog.core.dataset_groups import Placed, group_frames
from catalog.core.dataset_parts import Shares, deal_parts
from catalog.core.dataset_rows import Exported, write_rows
from catalog.core.dataset_seal import FILE, FORMAT, seal_of
from catalog.core.imagefolder import METADATA
from catalog.core.showlist_writer import write_shows
from catalog.models import Alias, Frame, Show
from catalog.services.show_export import show_facts

SHOWS = "shows.csv"


class ExportRefused(ValueError):  # noqa: N818 - a refusal with a sentence for people
    """A data set that cannot be written; the message says why, and nothing was left behind."""


@dataclass(frozen=True)
class ExportedDataset:
    """What was written. `splits`: frames by part. `sha256`: over every file, as `dataset.json` holds it."""

    folder: str
    frames: int
    shows: int
    splits: dict[str, int]
    sha256: str


def export_dataset(
    folder: Path,
    *,
    shows: QuerySet[Show] | None = None,
    shares: Shares = Shares(),  # noqa: B008 (frozen)
    new_split: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ExportedDataset:
    """Write approved frames, of some shows or of all, with `metadata.csv`, `shows.csv` and `dataset.json`.

    Whole videos and near copies stay in one part; parts that frames have are kept unless `new_split`. The folder
    appears once it is whole. `progress` is called with the number of pictures written and of all.

    Raises:
        ExportRefused: the folder is there already, no frame is approved, or a picture is gone or altered.
        OSError: it cannot be written.
    """
    if folder.exists():
        raise ExportRefused(f"{folder} is there already. Name a folder that is not.")
    frames = _frames(shows)
    if not frames:
        raise ExportRefused("There is no approved frame to export.")
    exported = _exported(frames, shares, new_split=new_split)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        draft.chmod(0o755)
        sha256 = _write(draft, frames, exported, progress)
        written = ExportedDataset(
            folder=str(folder),
            frames=len(frames),
            shows=len({frame.show_id for frame in frames}),
            splits=dict(sorted(Counter(row.split for row in exported).items())),
            sha256=sha256,
        )
        _write_document(draft / FILE, folder.name, written)
        os.rename(draft, folder)
    except ValueError as error:
        raise ExportRefused(str(error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return written


def _frames(shows: QuerySet[Show] | None) -> list[Frame]:
    """Return the frames in the order in which they came, in which an import brings them back."""
    frames = Frame.objects.approved()
    if shows is not None:
        frames = frames.filter(show__in=shows)
    return list(frames.select_related("show").order_by("pk"))


def _exported(frames: Sequence[Frame], shares: Shares, *, new_split: bool) -> list[Exported]:
    groups = group_frames(
        [
            Placed(frame.sha256, frame.show.slug, frame.source, frame.cluster, frame.episode, frame.phash)
            for frame in frames
        ]
    )
    slugs = [frame.show.slug for frame in frames]
    parts = deal_parts(groups, slugs, ["" if new_split else frame.split for frame in frames], shares)
    labels = _labels({frame.show_id: frame.show for frame in frames})
    return [
        Exported(
            sha256=frame.sha256,
            suffix=PurePosixPath(str(frame.image.name)).suffix,
            show=frame.show.slug,
            label=labels[frame.show_id],
            split=part,
            cluster=group,
            catalogued=Catalogued(frame.source, frame.split, frame.cluster, tuple(frame.flags)),
            episode=frame.episode,
            time=frame.time,
            demographic=frame.show.demographic,
            truth=frame.truth,
        )
        for frame, group, part in zip(frames, groups, parts, strict=True)
    ]


def _labels(shows: dict[int, Show]) -> dict[int, str]:
    """Name each show as data sets do, so that an export can be trained on beside them; by its slug where none does."""
    named = Alias.objects.filter(language=Alias.Language.LABEL).order_by("-pk").values_list("show", "text")
    holders = Counter(text for _, text in named)
    oldest = {show: text for show, text in named if holders[text] == 1}
    return {key: oldest.get(key, show.slug) for key, show in shows.items()}


def _write(
    draft: Path, frames: Sequence[Frame], exported: Sequence[Exported], progress: Callable[[int, int], None] | None
) -> str:
    """Write pictures and tables; return the hash over all of them."""
    for number, (frame, row) in enumerate(zip(frames, exported, strict=True), start=1):
        _copy(frame, draft / row.file_name)
        if progress:
            progress(number, len(frames))
    write_rows(draft / METADATA, exported)
    write_shows(draft / SHOWS, show_facts(Show.objects.filter(pk__in={frame.show_id for frame in frames})))
    files = {row.file_name: row.sha256 for row in exported}
    files |= {table: hashlib.sha256((draft / table).read_bytes()).hexdigest() for table in (METADATA, SHOWS)}
    return seal_of(files)


def _write_document(path: Path, name: str, written: ExportedDataset) -> None:
    document = {"format": FORMAT, "name": name} | asdict(written)
    del document["folder"]  # a copy of the folder elsewhere is the same data set
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _copy(frame: Frame, target: Path) -> None:
    """Write the picture byte for byte, if it is still the one that came in."""
    try:
        with frame.image.open("rb") as file:
            content = file.read()
    except OSError as error:
        raise ExportRefused(f"The file of the frame {frame.pk} ({frame}) is gone. Delete it in the admin.") from error
    if hashlib.sha256(content).hexdigest() != frame.sha256:
        raise ExportRefused(f"The file of the frame {frame.pk} ({frame}) is not the one that came in.")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
