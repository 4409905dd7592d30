"""What an ensemble may be judged by: nothing that taught or chose one of its networks."""

from __future__ import annotations

import pytest

from training.core.ensemble import joined_manifest
from training.core.manifest import ManifestRow


def row(name: str, split: str, role: str = "known") -> ManifestRow:
    return ManifestRow("shows", f"{name}.png", name, "A", "web", "", "", "", "", split, role)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("val", "train", "train"),
        ("train", "val", "train"),
        ("test", "val", "val"),
        ("test", "train", "train"),
        ("test", "test", "test"),
        ("val", "val", "val"),
    ],
)
def test_a_picture_is_what_the_network_that_used_it_most_made_of_it(first, second, together):
    [joined] = joined_manifest([[row("a", first)], [row("a", second)]])

    assert joined.split == together


def test_pictures_that_only_one_network_has_seen_keep_their_part():
    joined = joined_manifest([[row("a", "val"), row("b", "train")], [row("c", "train")]])

    assert [(one.sha256, one.split) for one in joined] == [("a", "val"), ("b", "train")]


def test_what_was_left_out_stays_so():
    joined = joined_manifest([[row("a", "", "left out")], [row("a", "train")]])

    assert [(one.split, one.role) for one in joined] == [("", "left out")]
