"""Which show each label of a network means; those of tasks without shows mean none."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.core.slugs import make_slug
from catalog.models import Alias, Show
from catalog.services import AmbiguousLabel, resolve_label, update_title_aliases


class LabelError(ValueError):
    """Labels that do not name one show each; the message names the shows, or the labels."""


def shows_named(labels: Sequence[str]) -> list[Show]:
    """Return the show of each label; a label nobody knows becomes a show of that title. Call it in a transaction.

    Raises:
        LabelError: a label may mean several shows, or two labels mean the same one.
    """
    shows = []
    for label in labels:
        try:
            shows.append(resolve_label(label) or _new_show(label))
        except AmbiguousLabel as error:
            raise LabelError(str(error)) from error
    _check_different(labels, shows)
    return shows


def shows_found(labels: Sequence[str]) -> list[Show | None]:
    """Return the show of each label, None for one that nobody knows or that is ambiguous, or whose show is named."""
    found: list[Show | None] = []
    for label in labels:
        show = find_show(label)
        found.append(None if show in found else show)
    return found


def find_show(label: str) -> Show | None:
    """Return the one show that a label means, None where there is none or several; then a person must decide."""
    try:
        return resolve_label(label)
    except AmbiguousLabel:
        return None


def _new_show(label: str) -> Show:
    taken = set(Show.objects.values_list("slug", flat=True))
    show = Show.objects.create(slug=make_slug(label, year=None, type_="", mal_id=None, taken=taken), title=label)
    Alias.objects.create(show=show, text=label, language=Alias.Language.LABEL)
    update_title_aliases(show)
    return show


def _check_different(labels: Sequence[str], shows: Sequence[Show]) -> None:
    first: dict[int, str] = {}
    for label, show in zip(labels, shows, strict=True):
        if first.setdefault(show.pk, label) != label:
            raise LabelError(f"The labels {first[show.pk]!r} and {label!r} both mean {show.display_title}.")
