"""Folders of pictures become frames, kept byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction

from catalog.core.catalogued import PREFIX, Catalogued
from catalog.core.frames import NEAR_COPY, FrameRefused, Looks, SeenHashes, inspect
from catalog.core.imagefolder import METADATA, DatasetError, Row, read_dataset, read_loose
from catalog.models import Alias, Frame, Show, frame_path
from catalog.services.frames import recount_eligible
from catalog.services.names import AmbiguousLabel, resolve_label
from catalog.storage import store_whole

_BATCH = 32
_LONGEST = {"split": 10, "cluster": 100}
_LAST_EPISODE = 32767


@dataclass(slots=True)
class ImportedFrames:
    """What became of the pictures of a folder."""

    added: int = 0
    known: int = 0  # the catalogue has the very same file, or it came twice
    unknown: list[str] = field(default_factory=list)  # labels that are no show or several, where those were left out
    refused: list[tuple[str, str]] = field(default_factory=list)  # path and reason of what is no picture


def import_frames(
    folder: Path,
    *,
    show: Show | None = None,
    meant: Mapping[str, Show] | None = None,
    status: Frame.Status = Frame.Status.PENDING,
    skip_unknown: bool = False,
    source: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> ImportedFrames:
    """Add the pictures of a data set, or of any folder when `show` says which show they are from.

    The column `show`, else `label`, tells the show of a row; `meant` says it for labels that fit none or several, and
    each becomes a name of its show, so that it need not be said again. A file that the catalogue has stays as it is
    there. Every batch of pictures is one transaction: an import that was cut short is completed by running it again.
    `source` is written into the frames, the folder's name where it is empty. A data set that `export_dataset` wrote
    brings back what the catalogue said of its frames. `progress` is called with the number of pictures done and of all.

    Raises:
        DatasetError: the data set is wrong, or labels mean no show or several; nothing was changed.
    """
    dataset = read_loose(folder) if show and not (folder / METADATA).is_file() else read_dataset(folder)
    report = ImportedFrames()
    metadata = dataset.folder / METADATA
    shows = {} if show else _resolve(metadata, dataset.rows, meant or {}, report, skip_unknown=skip_unknown)
    wanted = [(row, show or shows[_name(row)]) for row in dataset if show or _name(row) in shows]
    for row, _ in wanted:
        _check(metadata, row)
    for label, of_show in (meant or {}).items():
        Alias.objects.get_or_create(show=of_show, text=label, language=Alias.Language.LABEL)
    seen: dict[int, SeenHashes] = {}
    with ThreadPoolExecutor() as pool:
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            inspected = pool.map(_inspect, [row for row, _ in batch])
            new = []
            for (row, of_show), result in zip(batch, inspected, strict=True):
                if isinstance(result, str):
                    report.refused.append((str(row.path), result))
                else:
                    new.append((row, of_show, result))
            _store(new, source or dataset.name, status, seen, report)
            if progress:
                progress(start + len(batch), len(wanted))
    return report


def _name(row: Row) -> str:
    return row.show or row.label


def _resolve(
    metadata: Path, rows: Sequence[Row], meant: Mapping[str, Show], report: ImportedFrames, *, skip_unknown: bool
) -> dict[str, Show]:
    """Find the show of every name, each once; what is wrong with any of them is said together."""
    shows: dict[str, Show] = {}
    wrong: list[tuple[Row, str]] = []
    names = {_name(row): row for row in reversed(rows)}
    for name, row in names.items():
        try:
            show = meant.get(name) or resolve_label(name)
            reason = f"no show is called {name!r}: import it first, give it this name as an alias, or skip the unknown."
        except AmbiguousLabel as error:
            show, reason = None, str(error)
        if show:
            shows[name] = show
        elif skip_unknown:
            report.unknown.append(name)
        else:
            wrong.append((row, reason))
    if wrong:
        wrong.sort(key=lambda one: one[0].line or 0)
        first = wrong[0][0]
        reasons = "\n".join(reason for _, reason in wrong)
        raise DatasetError(metadata, reasons, line=first.line, field="show" if first.show else "label")
    for label in meant:
        if label not in names:
            raise DatasetError(metadata, f"no picture here is labelled {label!r}.")
    report.unknown.sort()
    return shows


def _check(metadata: Path, row: Row) -> None:
    for said, prefix in ((row, ""), (row.catalogued, PREFIX)):
        for name, longest in _LONGEST.items() if said else ():
            if len(getattr(said, name)) > longest:
                raise DatasetError(metadata, f"has more than {longest} letters.", line=row.line, field=prefix + name)
    if row.episode is not None and row.episode > _LAST_EPISODE:
        raise DatasetError(metadata, f"{row.episode} is no number of an episode.", line=row.line, field="episode")


def _inspect(row: Row) -> tuple[bytes, Looks] | str:
    """Read and measure a file; the text says why it is no frame."""
    try:
        content = row.path.read_bytes()
        looks = inspect(content)
        if row.sha256 not in ("", looks.sha256):
            return "The file is not the one that the data set was written with: its SHA-256 differs."
        return content, looks
    except FrameRefused as error:
        return str(error)
    except OSError as error:
        return f"The file cannot be read ({error.strerror})."


def _store(
    pictures: Sequence[tuple[Row, Show, tuple[bytes, Looks]]],
    source: str,
    status: Frame.Status,
    seen: dict[int, SeenHashes],
    report: ImportedFrames,
) -> None:
    known = set(
        Frame.objects.filter(sha256__in=[looks.sha256 for *_, (_, looks) in pictures]).values_list("sha256", flat=True)
    )
    frames = []
    for row, show, (content, looks) in pictures:
        if looks.sha256 in known:
            report.known += 1
            continue
        known.add(looks.sha256)
        frame = _frame(row, show, looks, source, status)
        if _is_near_copy(frame, seen) and not row.catalogued:
            frame.flags.append(NEAR_COPY)
        store_whole(default_storage, str(frame.image.name), content)
        frames.append(frame)
    with transaction.atomic():
        Frame.objects.bulk_create(frames)
        recount_eligible(frame.show_id for frame in frames)
    report.added += len(frames)


def _frame(row: Row, show: Show, looks: Looks, source: str, status: Frame.Status) -> Frame:
    # What a catalogue wrote of its frame comes back as it was; a folder of other people says less.
    said = row.catalogued or Catalogued(source, row.split, row.cluster, looks.flags)
    frame = Frame(
        show=show,
        episode=row.episode,
        time=row.time,
        sha256=looks.sha256,
        phash=looks.phash,
        format=looks.format,
        width=looks.width,
        height=looks.height,
        split=said.split,
        cluster=said.cluster,
        status=status,
        source=said.source[:200],
        flags=list(said.flags),
        truth=_truth(row),
    )
    frame.image.name = frame_path(frame, "")
    return frame


def _truth(row: Row) -> dict[str, object]:
    boxes = [[box.x, box.y, box.width, box.height] for box in row.boxes]
    truth = {"tags": list(row.tags), "characters": list(row.characters), "boxes": boxes}
    return {name: value for name, value in truth.items() if value}


def _is_near_copy(frame: Frame, seen: dict[int, SeenHashes]) -> bool:
    """Compare with the frames of the show that are stored, and with those of this import."""
    if frame.show_id not in seen:
        stored = Frame.objects.present().filter(show=frame.show_id).values_list("phash", flat=True)
        seen[frame.show_id] = SeenHashes(stored)
    hashes = seen[frame.show_id]
    is_near = hashes.has_near(frame.phash)
    hashes.add(frame.phash)
    return is_near
