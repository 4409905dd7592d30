"""What the catalogue knows of shows, as `import_shows` reads it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from catalog.core.showlist import ShowFacts
from catalog.models import Alias, Show


def show_facts(shows: QuerySet[Show]) -> Iterator[ShowFacts]:
    """Yield the facts of shows by their slugs; whether a show is listed or drawn by us is not among them."""
    aliases = Prefetch("aliases", Alias.objects.order_by("pk"))
    for show in shows.select_related("franchise").prefetch_related("genres", "studios", aliases).order_by("slug"):
        yield ShowFacts(
            line=0,
            slug=show.slug,
            mal_id=show.mal_id,
            anilist_id=show.anilist_id,
            franchise=show.franchise.name if show.franchise else "",
            title=show.title,
            title_english=show.title_english,
            title_japanese=show.title_japanese,
            synonyms=_aliases(show, Alias.Language.SYNONYM),
            labels=_aliases(show, Alias.Language.LABEL),
            type=show.type,
            source=show.source,
            episodes=show.episodes,
            year=show.year,
            season=show.season,
            studios=tuple(studio.name for studio in show.studios.all()),
            genres=tuple(genre.name for genre in show.genres.all()),
            demographic=show.demographic,
        )


def _aliases(show: Show, language: str) -> tuple[str, ...]:
    return tuple(alias.text for alias in show.aliases.all() if alias.language == language)
