"""Answers to many pictures as a table: a line a picture, for spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "name",
    "error",
    "known",
    "slug",
    "title",
    "mal_id",
    "confidence",
    "style",
    "style_confidence",
    "demographic",
    "demographic_confidence",
    "tags",
    "version",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_row(name: str, answer: Mapping[str, Any] | None, error: str = "") -> dict[str, object]:
    """Return a line of `COLUMNS` for a picture and its answer as the API gives it, or why there is none."""
    row: dict[str, object] = dict.fromkeys(COLUMNS, "")
    row |= {"name": harmless(name), "error": error}
    if answer is None:
        return row
    best = next(iter(answer["predictions"]), None)
    row |= {"known": "yes" if answer["known"] else "no", "version": answer["version"]}
    if best:
        row |= {"slug": best["slug"], "title": harmless(best["title"]), "confidence": best["confidence"]}
        row["mal_id"] = best["mal_id"] or ""
    for task, said in answer["tasks"].items():
        counting = [label for label in said["labels"] if label["counts"]]
        if said["kind"] == "multiple":
            row[task] = " ".join(label["label"] for label in counting)
        elif counting:
            row |= {task: counting[0]["label"], f"{task}_confidence": counting[0]["confidence"]}
    return {column: row[column] for column in COLUMNS}


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
