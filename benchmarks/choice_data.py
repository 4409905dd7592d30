"""The three data sets on which the choice of epoch is judged, made from what is at hand and linked, not copied."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from catalog.core.imagefolder import Row, read_dataset

Chosen = tuple[Row, str, str]  # a picture, its label, its cluster

PICTURES_OF_A_LABEL = 14  # of the question anime or cartoon: every show weighs the same


def third_of_shows(folder: Path) -> list[Chosen]:
    """Take a third of the clusters of each anime."""
    rows = [row for row in read_dataset(folder) if row.kind == "anime"]
    return [(row, row.label, row.cluster) for row in rows if _luck(f"{row.label}/{row.cluster}") < 1 / 3]


def anime_or_cartoon(folder: Path) -> list[Chosen]:
    """Take some pictures of every show; what must not be parted is the show, since it tells the answer."""
    of_label: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(read_dataset(folder), key=lambda row: _luck(row.file_name)):
        if len(of_label[row.label]) < PICTURES_OF_A_LABEL:
            of_label[row.label].append(row)
    return [(row, row.kind, row.label) for rows in of_label.values() for row in rows]


def demo(folder: Path) -> list[Chosen]:
    """Take all drawn frames; an episode must not be parted."""
    return [(row, row.label, row.cluster) for row in read_dataset(folder)]


MAKERS: dict[str, Callable[[Path], list[Chosen]]] = {
    "shows": third_of_shows,
    "anime-or-cartoon": anime_or_cartoon,
    "demo": demo,
}


def write_data_set(folder: Path, chosen: Iterable[Chosen]) -> Path:
    """Write a data set that names no split; pictures are links where the disk allows it. One that is there stays."""
    if folder.exists():
        return folder
    beside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / "images").mkdir(parents=True)
    with (beside / "metadata.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("file_name", "label", "cluster"))
        for number, (row, label, cluster) in enumerate(sorted(chosen, key=lambda item: item[0].file_name)):
            name = f"images/{number:05d}{row.path.suffix}"
            _link(row.path, beside / name)
            writer.writerow((name, label, cluster))
    beside.rename(folder)
    return folder


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _luck(name: str) -> float:
    """Return a number in [0, 1) that belongs to a name, the same everywhere."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=7).digest()) / 2**56
