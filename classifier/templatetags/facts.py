"""What is said of a show beside its title."""

from __future__ import annotations

from django import template

from catalog.models import Show

register = template.Library()


@register.filter
def facts(show: Show) -> list[str]:
    """Return what is known of a show, in the order people ask for it; a gap gives nothing."""
    phrases = [show.get_type_display(), _when(show), _length(show), *map(str, show.studios.all())]
    phrases += [show.get_demographic_display(), *map(str, show.genres.all())]
    return [phrase for phrase in phrases if phrase]


@register.filter
def other_titles(show: Show) -> list[tuple[str, str]]:
    """Return language and text of the titles that the displayed one does not say already."""
    shown = show.display_title.casefold()
    titles = (("ja", show.title_japanese), ("ja-Latn", show.title))
    return [(language, title) for language, title in titles if title and title.casefold() != shown]


def _when(show: Show) -> str:
    return f"{show.get_season_display()} {show.year}".strip() if show.year else ""


def _length(show: Show) -> str:
    if not show.episodes or (show.episodes == 1 and show.type == Show.Type.MOVIE):
        return ""
    return "1 episode" if show.episodes == 1 else f"{show.episodes} episodes"
