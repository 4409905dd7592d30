"""The shipped fonts: every slice is there, and every title of the catalogue can be drawn with them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from django.conf import settings

from catalog.core.demo import DEMO_SHOWS

ROOT = Path(settings.BASE_DIR)
STYLES = (ROOT / "static/css/fonts.css").read_text()


def _characters() -> set[int]:
    """Every code point that some slice says it holds."""
    held: set[int] = set()
    for ranges in re.findall(r"unicode-range: (U[^;]+);", STYLES):
        for text in ranges.split(","):
            first, _, last = text.strip().removeprefix("U+").partition("-")
            held.update(range(int(first, 16), int(last or first, 16) + 1))
    return held


def _titles() -> list[str]:
    with (ROOT / "catalog/fixtures/shows.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bundled = [row[name] for row in rows for name in ("title", "title_english", "title_japanese")]
    return [*bundled, *(title for show in DEMO_SHOWS for title in (show.title, show.title_japanese))]


def test_every_slice_is_there_and_no_file_lies_unused():
    named = {(ROOT / "static/css" / url).resolve() for url in re.findall(r'url\("([^"]+)"\)', STYLES)}

    assert named == set((ROOT / "static/fonts").resolve().rglob("*.woff2"))


def test_every_title_of_the_catalogue_can_be_drawn():
    held = _characters()

    assert {character for title in _titles() for character in title if ord(character) not in held} == set()


def test_the_preloaded_slice_is_one_of_them():
    base = (ROOT / "templates/base.html").read_text()

    [path] = re.findall(r"<link rel=\"preload\" href=\"{% static '([^']+)' %}\"", base)
    assert f'url("../{path}")' in STYLES
