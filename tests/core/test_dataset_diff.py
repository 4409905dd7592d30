"""What changed between two data sets."""

from __future__ import annotations

from catalog.core.dataset_diff import Changed, Told, compare


def told(sha256: str, label: str = "Bleach", split: str = "train", file_name: str = "") -> Told:
    return Told(sha256, file_name or f"{sha256}.jpg", label, split)


def test_a_renamed_file_is_the_same_picture():
    found = compare([told("a")], [told("a", file_name="elsewhere/b.jpg")])
    assert found.is_empty
    assert found.unchanged == 1


def test_what_came_and_what_went_is_named():
    found = compare([told("a"), told("b")], [told("b"), told("c")])
    assert [picture.sha256 for picture in found.added] == ["c"]
    assert [picture.sha256 for picture in found.removed] == ["a"]
    assert found.unchanged == 1
    assert not found.is_empty


def test_a_picture_may_be_relabelled_and_moved_at_once():
    found = compare([told("a"), told("b")], [told("a", "Naruto", "val"), told("b", split="")])
    assert found.relabelled == (Changed("a.jpg", "Bleach", "Naruto"),)
    assert found.moved == (Changed("a.jpg", "train", "val"), Changed("b.jpg", "train", ""))
    assert found.unchanged == 0


def test_copies_count_once_and_all_their_labels_are_told():
    copies = [told("a"), told("a", "Naruto", file_name="copy.jpg")]
    assert compare(copies, [told("a")]).relabelled == (Changed("a.jpg", "Bleach, Naruto", "Bleach"),)
    assert compare([], copies).added == (told("a"),)
    assert compare(copies, copies[::-1]).is_empty
