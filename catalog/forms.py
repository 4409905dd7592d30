"""What the list of shows can be asked."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet

from catalog.models import Show
from catalog.services import search_shows


class ShowFilter(forms.Form):
    """The fields above the list. What cannot be read is left out of the search, so that every address gives a list."""

    q = forms.CharField(required=False, max_length=200)
    year = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    type = forms.ChoiceField(required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come
        listed = Show.objects.listed().order_by()
        years = listed.exclude(year=None).values_list("year", flat=True).distinct().order_by("-year")
        types = set(listed.exclude(type="").values_list("type", flat=True).distinct())
        self.fields["year"].choices = [("", "Any year"), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["type"].choices = [  # type: ignore[attr-defined]
            ("", "Any kind"),
            *((value, label) for value, label in Show.Type.choices if value in types),
        ]

    def shows(self) -> QuerySet[Show]:
        """Return the shows that were asked for."""
        self.full_clean()
        asked = self.cleaned_data
        shows = search_shows(asked.get("q", ""))
        if asked.get("year"):
            shows = shows.filter(year=asked["year"])
        if asked.get("type"):
            shows = shows.filter(type=asked["type"])
        return shows
