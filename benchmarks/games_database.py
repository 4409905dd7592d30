"""A large catalogue for benchmarks: rows that are alike but for their keys, made inside the database."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, product
from typing import Any

from django.db import connection, models

WORDS = [
    "amber",
    "birch",
    "cobalt",
    "dune",
    "ember",
    "fjord",
    "garnet",
    "hazel",
    "indigo",
    "jasper",
    "kelp",
    "lotus",
    "marble",
    "nectar",
    "onyx",
    "petal",
    "quartz",
    "raven",
    "saffron",
    "thistle",
    "umber",
    "velvet",
    "willow",
    "yarrow",
    "zephyr",
]

SPLITS = "CASE WHEN n % 5 = 0 THEN 'test' ELSE 'train' END"
"""One frame in five is new to the network."""


def build(shows: int, frames: int) -> None:
    """Fill an empty, migrated database with listed shows, their names, approved frames, and what a network says."""
    from classifier.models import ModelVersion

    version = ModelVersion.objects.create(
        task="show", name="benchmark", state="active", path="benchmark", card={"outputs": {"embedding": 4}}
    )
    _make_shows(shows, frames // shows)
    _make_frames(shows, frames)
    _make_scores(version, shows, frames)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _make_shows(count: int, frames_each: int) -> None:
    from catalog.models import Alias, Show

    titles = [" ".join(words).title() for words in islice(product(WORDS, repeat=4), 7, 7 + 9 * count, 9)]
    Show.objects.bulk_create(
        (
            Show(pk=number, slug=f"show-{number}", title=title, year=1980 + number % 45, eligible_frames=frames_each)
            for number, title in enumerate(titles, start=1)
        ),
        batch_size=2000,
    )
    names = [(number, text) for number, title in enumerate(titles, start=1) for text in (title, f"{title} Story")]
    Alias.objects.bulk_create(
        (Alias(show_id=show, text=text, normalised=text.lower(), language="romaji") for show, text in names),
        batch_size=5000,
    )


def _make_frames(shows: int, count: int) -> None:
    from catalog.models import Frame

    pattern = Frame.objects.create(
        show_id=1, sha256="pattern", image="frames/none.jpg", width=1280, height=720, format="JPEG", status="approved"
    )
    _repeat(
        pattern,
        count,
        {"id": f"{pattern.pk} + n", "show_id": f"1 + n % {shows}", "sha256": _digits("n"), "random_key": _KEY},
    )
    pattern.delete()


def _make_scores(version: Any, shows: int, count: int) -> None:
    from catalog.models import Frame
    from classifier.models import FrameScore

    first = Frame.objects.order_by("pk").values_list("pk", flat=True)[0]
    top = [{"show": show, "label": f"show-{show}", "confidence": 0.5 / show} for show in range(1, 6)]
    pattern = FrameScore.objects.create(
        frame_id=first, version=version, show_id=1, random_key=0, top=top, knows=True, correct=True, split=""
    )
    values = {
        "id": f"{pattern.pk} + n",
        "frame_id": f"{first} - 1 + n",
        "show_id": f"1 + n % {shows}",
        "random_key": _KEY,
        "split": SPLITS,
    }
    _repeat(pattern, count, values, first=2)


_KEY = "((n % 1000003) * 2003 % 1000003) / 1000003.0"  # fits into 32 bits on the way


def _digits(number: str) -> str:
    """Return SQL for a number as 64 digits."""
    return f"printf('%064d', {number})" if connection.vendor == "sqlite" else f"lpad(({number})::text, 64, '0')"


def _repeat(pattern: models.Model, count: int, values: Mapping[str, str], *, first: int = 1) -> None:
    """Copy a row with other values, which are SQL over its number n."""
    quote, table = connection.ops.quote_name, pattern._meta.db_table
    columns = [str(field.column) for field in pattern._meta.concrete_fields]
    selected = ", ".join(values.get(column, f"p.{quote(column)}") for column in columns)
    statement = (
        f"INSERT INTO {quote(table)} ({', '.join(map(quote, columns))}) "
        f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) "
        f"SELECT {selected} FROM numbers, {quote(table)} p WHERE p.id = %s"
    )
    parameters: list[Any] = [pattern.pk]
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("% ", "%% ").replace("'%0", "'%%0"), parameters)
