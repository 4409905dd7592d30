"""Shows with all kinds of facts and gaps, and rows of uploads, for tests of the pages that show them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from catalog.models import Genre, Show, Studio
from classifier.models import Upload

PROBABILITIES = (0.72, 0.12, 0.08, 0.05, 0.02, 0.01)

FIGURES: dict[str, Any] = {
    "n": 120,
    "top1": 0.714,
    "top1_ci95": [0.662, 0.761],
    "top5": 0.9,
    "top5_ci95": [0.871, 0.93],
    "macro_top1": 0.69,
    "nll": 1.1,
    "ece": 0.031,
    "unknown": {"n": 60, "auroc": 0.83, "fpr95": 0.52},
}
NOT_MEASURED: dict[str, Any] = {
    **dict.fromkeys(FIGURES),
    "n": 0,
    "unknown": {"n": 0, "auroc": None, "fpr95": None},
}


def make_six_shows() -> list[Show]:
    """The first has every fact, the others have gaps, the last a title that fills lines."""
    full = Show.objects.create(
        slug="fullmetal-alchemist",
        mal_id=121,
        title="Hagane no Renkinjutsushi",
        title_english="Fullmetal Alchemist",
        title_japanese="鋼の錬金術師",
        type=Show.Type.TV,
        year=2003,
        season=Show.Season.FALL,
        episodes=51,
        demographic=Show.Demographic.SHOUNEN,
    )
    full.studios.add(Studio.objects.create(name="Bones"))
    full.genres.add(Genre.objects.create(name="Adventure"), Genre.objects.create(name="Drama"))
    return [
        full,
        Show.objects.create(slug="mushishi", title="Mushishi", title_japanese="蟲師", year=2005, episodes=26),
        Show.objects.create(slug="lantern-road", title="Lantern Road", is_demo=True),
        Show.objects.create(slug="monster", title="Monster", mal_id=19, title_japanese="モンスター"),
        Show.objects.create(slug="akira", title="Akira", type=Show.Type.MOVIE, year=1988, episodes=1),
        Show.objects.create(slug="a-long-one", title="A Very Long Title That Goes On and On: " * 3, year=2011),
    ]


def make_upload(**fields: Any) -> Upload:
    """A row without a picture."""
    defaults = {"sha256": "0" * 64, "expires_at": timezone.now() + timedelta(days=1), "width": 640, "height": 360}
    return Upload.objects.create(**{**defaults, **fields})
