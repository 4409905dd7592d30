"""A line a picture, and nothing that a spreadsheet would run."""

from __future__ import annotations

import pytest

from classifier.core.answer_table import COLUMNS, table_row

ANSWER = {
    "known": True,
    "version": "show-1",
    "predictions": [{"slug": "a", "title": "=A()", "mal_id": None, "confidence": 0.9}],
    "tasks": {
        "style": {"kind": "single", "labels": [{"label": "anime", "confidence": 0.8, "counts": True}]},
        "tags": {
            "kind": "multiple",
            "labels": [
                {"label": "red_hair", "confidence": 0.9, "counts": True},
                {"label": "blue_eyes", "confidence": 0.7, "counts": True},
                {"label": "hat", "confidence": 0.2, "counts": False},
            ],
        },
    },
}


def test_a_line_has_every_column_and_all_tasks():
    row = table_row("a.png", ANSWER)
    assert tuple(row) == COLUMNS
    assert (row["known"], row["slug"], row["mal_id"], row["confidence"]) == ("yes", "a", "", 0.9)
    assert (row["style"], row["style_confidence"], row["tags"]) == ("anime", 0.8, "red_hair blue_eyes")
    assert (row["demographic"], row["error"], row["version"]) == ("", "", "show-1")


def test_a_picture_without_an_answer_has_its_reason():
    row = table_row("a.png", None, "It is damaged.")
    assert (row["name"], row["error"], row["known"]) == ("a.png", "It is damaged.", "")


@pytest.mark.parametrize("name", ["=1+1.png", "+a", "-a", "@a", "\ta"])
def test_a_name_is_never_a_formula(name):
    assert table_row(name, None)["name"] == f"'{name}"
    assert table_row("a", ANSWER)["title"] == "'=A()"
