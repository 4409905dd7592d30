from __future__ import annotations

import csv
import json
from collections import Counter
from itertools import islice

import pytest

from catalog.core.demo import DEMO_SHOWS, dataset, frames, write_dataset


@pytest.fixture
def few_frames(monkeypatch):
    """The first three frames stand for all: drawing the rest would take a minute."""
    few = list(islice(frames(), 3))
    monkeypatch.setattr(dataset, "frames", lambda: iter(few))
    return few


def test_three_episodes_of_twelve_frames_for_each_show():
    counts = Counter((frame.show, frame.episode) for frame in frames())
    assert set(counts) == {(show.slug, episode) for show in DEMO_SHOWS for episode in (1, 2, 3)}
    assert set(counts.values()) == {12}


def test_the_third_episode_is_never_for_training():
    assert {(frame.episode, frame.split) for frame in frames()} == {(1, "train"), (2, "val"), (3, "test")}


def test_an_episode_is_one_cluster_and_so_in_one_split():
    splits = {(frame.cluster, frame.split) for frame in frames()}
    assert len(splits) == len({cluster for cluster, _ in splits}) == 36


def test_files_have_names_of_their_own():
    names = [frame.file_name for frame in frames()]
    assert len(set(names)) == len(names)
    assert names[0] == "lantern-harbor-nights/e1-01.jpg"


def test_the_folder_holds_pictures_and_their_truth(tmp_path, few_frames):
    write_dataset(tmp_path / "demo", processes=1)
    with (tmp_path / "demo" / "metadata.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["file_name"] for row in rows] == [frame.file_name for frame in few_frames]
    for row, frame in zip(rows, few_frames, strict=True):
        assert (tmp_path / "demo" / row["file_name"]).is_file()
        assert row["label"] == row["show"] == frame.show
        assert (row["domain"], row["kind"], row["split"]) == ("demo", "anime", "train")
        assert [tuple(box) for box in json.loads(row["boxes"])] == list(frame.boxes)


def test_a_whole_folder_is_left_alone(tmp_path, few_frames):
    folder = tmp_path / "demo"
    write_dataset(folder, processes=1)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    told = []
    write_dataset(folder, processes=1, progress=lambda done, whole: told.append((done, whole)))
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert told == [(3, 3)]


def test_a_folder_that_lacks_a_picture_is_drawn_again(tmp_path, few_frames):
    folder = tmp_path / "demo"
    write_dataset(folder, processes=1)
    missing = folder / few_frames[1].file_name
    missing.unlink()
    told = []
    write_dataset(folder, processes=1, progress=lambda done, whole: told.append((done, whole)))
    assert missing.is_file()
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_failure_leaves_nothing_behind(tmp_path, few_frames, monkeypatch):
    monkeypatch.setattr(dataset, "_write_metadata", fail)
    with pytest.raises(OSError, match="full"):
        write_dataset(tmp_path / "demo", processes=1)
    assert list(tmp_path.iterdir()) == []


def fail(*_):
    raise OSError("disk full")
