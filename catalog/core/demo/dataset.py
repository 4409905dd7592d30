"""The drawn frames as a data set: a folder with pictures and `metadata.csv`, the truth about each of them."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from catalog.core.demo.facts import DemoShow
from catalog.core.demo.pool import spread
from catalog.core.demo.raster import draw
from catalog.core.demo.scene import FRAMES_PER_EPISODE, second, write_scene
from catalog.core.demo.shows import DEMO_SHOWS
from catalog.core.demo.truth import Box, picture_tags, visible_faces
from catalog.core.imagefolder import LIST_SEPARATOR

# Raise it whenever a pixel or a truth changes: `write_dataset` then draws everything again.
DRAWING_VERSION = 4
MARKER = "drawing-version"
SPLITS = {1: "train", 2: "val", 3: "test"}
COLUMNS = (
    "file_name",
    "label",
    "domain",
    "kind",
    "show",
    "split",
    "cluster",
    "episode",
    "time",
    "tags",
    "character",
    "boxes",
)


@dataclass(frozen=True)
class DemoFrame:
    """The truth about one frame. `boxes` are faces (x, y, width, height in pixels), in the order of `characters`."""

    file_name: str
    show: str
    split: str
    cluster: str
    episode: int
    index: int
    time: float  # seconds from the start of the episode
    tags: tuple[str, ...]
    characters: tuple[str, ...]
    boxes: tuple[Box, ...]

    def row(self) -> dict[str, str]:
        """As a line of `metadata.csv`."""
        return {
            "file_name": self.file_name,
            "label": self.show,
            "domain": "demo",
            "kind": "anime",
            "show": self.show,
            "split": self.split,
            "cluster": self.cluster,
            "episode": str(self.episode),
            "time": f"{self.time:.2f}",
            "tags": " ".join(self.tags),
            "character": LIST_SEPARATOR.join(self.characters),
            "boxes": json.dumps(self.boxes),
        }


@cache
def _shows() -> dict[str, DemoShow]:
    return {show.slug: show for show in DEMO_SHOWS}


def draw_frame(show_slug: str, episode: int, index: int) -> bytes:
    """The JPEG (640x360) of frame `index` (1 to 12) of `episode` (1 to 3); always the same bytes."""
    show = _shows()[show_slug]
    return draw(show, write_scene(show, episode, index))


def frames() -> Iterator[DemoFrame]:
    """The truth about all frames, show by show, in the order of time; nothing is drawn."""
    for show in DEMO_SHOWS:
        for episode, split in SPLITS.items():
            for index in range(1, FRAMES_PER_EPISODE + 1):
                yield _frame(show, episode, split, index)


def _frame(show: DemoShow, episode: int, split: str, index: int) -> DemoFrame:
    scene = write_scene(show, episode, index)
    faces = visible_faces(scene)
    return DemoFrame(
        file_name=f"{show.slug}/e{episode}-{index:02d}.jpg",
        show=show.slug,
        split=split,
        cluster=f"{show.slug}-e{episode}",
        episode=episode,
        index=index,
        time=second(show.slug, episode, index),
        tags=picture_tags(scene),
        characters=tuple(figure.member.slug for figure, _ in faces),
        boxes=tuple(box for _, box in faces),
    )


def write_dataset(
    folder: Path,
    *,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Draws all frames into `folder`, unless it already holds them whole; `progress` gets (done, all).

    Work happens in a folder beside it that takes its place at the end, so that a reader never sees half a data set.
    """
    wanted = list(frames())
    if _is_whole(folder, wanted):
        if progress:
            progress(len(wanted), len(wanted))
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        draft.chmod(0o755)
        _draw_all(draft, wanted, processes or os.cpu_count() or 1, progress)
        _write_metadata(draft / "metadata.csv", wanted)
        (draft / MARKER).write_text(f"{DRAWING_VERSION}\n")
        if folder.exists():
            shutil.rmtree(folder)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _is_whole(folder: Path, wanted: list[DemoFrame]) -> bool:
    marker = folder / MARKER
    if not marker.is_file() or marker.read_text().strip() != str(DRAWING_VERSION):
        return False
    return (folder / "metadata.csv").is_file() and all((folder / frame.file_name).is_file() for frame in wanted)


def _draw_all(
    draft: Path, wanted: list[DemoFrame], processes: int, progress: Callable[[int, int], None] | None
) -> None:
    for show in {frame.show for frame in wanted}:
        (draft / show).mkdir()
    jobs = [(str(draft), frame) for frame in wanted]
    with closing(spread(_draw_to, jobs, processes=processes)) as counts:
        for done in counts:
            if progress:
                progress(done, len(wanted))


def _draw_to(job: tuple[str, DemoFrame]) -> None:
    draft, frame = job
    (Path(draft) / frame.file_name).write_bytes(draw_frame(frame.show, frame.episode, frame.index))


def _write_metadata(path: Path, wanted: list[DemoFrame]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(frame.row() for frame in wanted)
