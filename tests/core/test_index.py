"""Search by likeness: what an exact search finds, among few and among many, while rows are added."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.index import nearest
from classifier.index.lists import build_lists, read_lists
from classifier.index.nearest import nearest_rows, refresh_lists
from classifier.index.rows import Busy, Rows

WIDTH = 16


def vectors(count: int, *, seed: int = 0, groups: int = 20) -> np.ndarray:
    """Vectors of length 1 around some middles, as embeddings of shows are."""
    random = np.random.default_rng(seed)
    middles = np.random.default_rng(99).standard_normal((groups, WIDTH))
    found = middles[random.integers(0, groups, count)] + 0.6 * random.standard_normal((count, WIDTH))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def rows(tmp_path) -> Rows:
    return Rows(tmp_path / "index", WIDTH)


def add(rows: Rows, embeddings: np.ndarray, first: int = 0) -> int:
    with rows.adding():
        return rows.append(range(first, first + len(embeddings)), embeddings)


def test_there_may_be_nothing_yet(rows):
    found, likeness = nearest_rows(rows, vectors(1)[0], 5)
    assert len(rows.read()) == len(found) == len(likeness) == 0


def test_rows_stay_where_they_are(rows):
    first, second = vectors(3), vectors(2, seed=1)
    assert add(rows, first) == 0
    assert add(rows, second, 10) == 3
    np.testing.assert_array_equal(rows.read()["frame"], [0, 1, 2, 10, 11])
    np.testing.assert_array_equal(rows.read()["embedding"], np.concatenate([first, second]))


def test_a_row_that_a_crash_left_half_written_is_overwritten(rows):
    add(rows, vectors(3))
    with (rows.folder / "rows.bin").open("ab") as file:
        file.write(b"half a row")
    assert len(rows.read()) == 3
    assert add(rows, vectors(1, seed=1), 7) == 3
    np.testing.assert_array_equal(rows.read()["frame"], [0, 1, 2, 7])


def test_one_at_a_time_adds_rows(rows):
    with rows.adding():
        other = Rows(rows.folder, WIDTH)
        with pytest.raises(Busy), other.adding(wait=False):
            pass
    with rows.adding(wait=False):
        pass


def test_the_nearest_come_first_with_their_cosine(rows):
    stored = vectors(500)
    add(rows, stored)
    question = vectors(1, seed=5)[0]
    found, likeness = nearest_rows(rows, question, 7)
    cosines = stored @ question
    np.testing.assert_array_equal(found, np.argsort(-cosines)[:7])
    np.testing.assert_allclose(likeness, np.sort(cosines)[::-1][:7], atol=1e-6)


def test_lists_find_what_an_exact_search_finds(tmp_path):
    stored, questions = vectors(20_000), vectors(200, seed=5)
    build_lists(tmp_path / "lists", stored)
    lists = read_lists(tmp_path / "lists")
    hits = 0
    for question in questions:
        found, likeness = lists.search(question)
        assert len(found) < len(stored) / 2
        hits += found[likeness.argmax()] == (stored @ question).argmax()
    assert hits >= 198


def test_every_row_stands_in_one_list(tmp_path):
    stored = vectors(3000)
    build_lists(tmp_path / "lists", stored)
    lists = read_lists(tmp_path / "lists")
    found, likeness = lists.search(stored[0], probes=10**6)
    assert sorted(found) == list(range(3000))
    np.testing.assert_allclose(likeness, stored[found] @ stored[0], atol=1e-6)


def test_lists_are_built_once_there_are_many_rows_and_again_once_many_are_new(rows, monkeypatch):
    monkeypatch.setattr(nearest, "EXACT", 100)
    add(rows, vectors(100))
    assert not refresh_lists(rows)
    add(rows, vectors(1, seed=1), 100)
    assert refresh_lists(rows)
    assert not refresh_lists(rows)
    add(rows, vectors(101, seed=2), 101)
    assert refresh_lists(rows)
    assert [file.name for file in sorted(rows.folder.iterdir())] == ["lists.bin", "lock", "rows.bin"]


def test_rows_that_are_in_no_list_yet_are_found_too(rows, monkeypatch):
    monkeypatch.setattr(nearest, "EXACT", 100)
    add(rows, vectors(1000))
    refresh_lists(rows)
    late = vectors(50, seed=3)
    add(rows, late, 1000)
    found, likeness = nearest_rows(rows, late[20], 3)
    assert found[0] == 1020
    assert likeness[0] == pytest.approx(1, abs=1e-5)


def test_lists_of_rows_that_were_lost_are_not_asked(rows, monkeypatch):
    monkeypatch.setattr(nearest, "EXACT", 100)
    add(rows, vectors(1000))
    refresh_lists(rows)
    (rows.folder / "rows.bin").unlink()
    add(rows, vectors(3, seed=4))
    assert sorted(nearest_rows(rows, vectors(1)[0], 10)[0]) == [0, 1, 2]


def test_building_that_fails_leaves_the_lists_that_were_there(rows, monkeypatch):
    monkeypatch.setattr(nearest, "EXACT", 100)
    add(rows, vectors(200))
    refresh_lists(rows)
    before = (rows.folder / "lists.bin").read_bytes()
    add(rows, vectors(200, seed=1), 200)

    def full(*args):
        raise OSError("No space left on device")

    monkeypatch.setattr("classifier.index.lists._save_in_order", full)
    with pytest.raises(OSError, match="No space left"):
        refresh_lists(rows)
    assert (rows.folder / "lists.bin").read_bytes() == before
    assert len(list(rows.folder.iterdir())) == 3
