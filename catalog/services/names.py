"""Which show is meant: by the label of a data set, or by what a person typed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf

from catalog.core.titles import normalise
from catalog.models import Alias, Show

_MOST_WORDS = 12  # of a query; every word costs a look at all names


class AmbiguousLabel(ValueError):  # noqa: N818 - it reads as what it is
    """A label that several shows answer to; the message names them."""

    def __init__(self, label: str, shows: Sequence[Show]) -> None:
        self.label = label
        self.shows = tuple(shows)
        names = " and ".join(f"{show.display_title} ({show.slug})" for show in shows)
        super().__init__(f"{label!r} may mean {names}: give the one that is meant by its slug.")


def resolve_label(label: str, among: QuerySet[Show] | None = None) -> Show | None:
    """Return the show that a label means, None where there is none.

    A show whose slug or data set label is exactly this text goes before one whose title or alias is merely the same
    words.

    Raises:
        AmbiguousLabel: several shows match equally well.
    """
    shows = Show.objects.all() if among is None else among
    normalised = normalise(label)
    if not normalised:
        return None
    for aliases, condition in (
        (Q(text=label, language=Alias.Language.LABEL), Q(slug=label)),
        (Q(normalised=normalised), Q(pk__in=())),
    ):
        named = Alias.objects.filter(aliases).values("show")
        found = list(shows.filter(condition | Q(pk__in=named)).order_by("pk")[:5])
        if len(found) > 1:
            raise AmbiguousLabel(label, found)
        if found:
            return found[0]
    return None


def search_shows(query: str) -> QuerySet[Show]:
    """Return the listed shows that have every word of a query in their names: whole titles first, then beginnings.

    Without a word in the query these are all listed shows. Otherwise equal ones come in the order of the titles that
    people see.
    """
    words = list(dict.fromkeys(normalise(query).split()))[:_MOST_WORDS]
    shows = Show.objects.listed()
    shown = Lower(Coalesce(NullIf("title_english", Value("")), "title"))
    if not words:
        return shows.order_by(shown, "pk")
    normalised = " ".join(words)
    return shows.matching(normalised).order_by(_closeness(normalised), shown, "pk")


def _closeness(normalised: str) -> Case:
    """Rank 0 for a name that is the query, 1 for one that starts with it, 2 for the others."""
    of_show = Alias.objects.filter(show=OuterRef("pk"))
    return Case(
        When(Exists(of_show.filter(normalised=normalised)), then=0),
        When(Exists(of_show.filter(normalised__startswith=normalised)), then=1),
        default=2,
        output_field=IntegerField(),
    )


def title_names(show: Show) -> dict[str, str]:
    """Return the titles of a show by language; empty ones are left out."""
    titles: dict[str, str] = {
        Alias.Language.ROMAJI: show.title,
        Alias.Language.ENGLISH: show.title_english,
        Alias.Language.JAPANESE: show.title_japanese,
    }
    return {language: text for language, text in titles.items() if text}


@transaction.atomic
def update_title_aliases(show: Show) -> None:
    """Make the aliases of a show say what its titles say, after the titles were edited."""
    names = title_names(show)
    for language in (Alias.Language.ROMAJI, Alias.Language.ENGLISH, Alias.Language.JAPANESE):
        show.aliases.filter(language=language).exclude(text=names.get(language, "")).delete()
    for name, text in names.items():
        Alias.objects.get_or_create(show=show, language=name, text=text)
