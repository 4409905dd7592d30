"""What the lists of shows can be asked, and what is ticked on them."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.urls import reverse

from catalog.core.mal_export import LARGEST, Status
from catalog.models import SeenList, Show
from catalog.services import SEEN_STATUSES, search_shows


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


class SeenFilter(forms.Form):
    """The fields above the list of what was seen; what cannot be read is left out."""

    q = forms.CharField(required=False, max_length=200)
    ticked = forms.BooleanField(required=False)

    def shows(self, seen_list: SeenList | None) -> QuerySet[Show]:
        """Return the shows that were asked for, of all or of those on a list."""
        self.full_clean()
        shows = search_shows(self.cleaned_data.get("q", ""))
        if self.cleaned_data.get("ticked"):
            shows = (
                shows.filter(pk__in=seen_list.shows.order_by().values_list("show_id")) if seen_list else shows.none()
            )
        return shows


class TickedPage(SeenFilter):
    """A page of that list, sent back: which shows were on it, and which of them are ticked."""

    page = forms.IntegerField(required=False, min_value=1)
    listed = forms.TypedMultipleChoiceField(required=False, coerce=int)
    seen = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come
        for name in ("listed", "seen"):
            self.fields[name].valid_value = _is_key  # type: ignore[attr-defined]  # of forty thousand choices

    def now_ticked(self) -> QuerySet[Show]:
        """Return the shows of the page that have a tick."""
        return Show.objects.listed().filter(pk__in=self.cleaned_data.get("seen", ()))

    def now_unticked(self) -> QuerySet[Show]:
        """Return the shows of the page that have none."""
        without = set(self.cleaned_data.get("listed", ())) - set(self.cleaned_data.get("seen", ()))
        return Show.objects.filter(pk__in=without)

    def address(self) -> str:
        """Return the address of the page that was sent back."""
        asked = {name: self.cleaned_data.get(name) for name in ("q", "ticked", "page")}
        return reverse("catalog:seen", query={name: value for name, value in asked.items() if value} or None)


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 10


class SeenImportForm(forms.Form):
    """A list exported from MyAnimeList, and which of its statuses count as seen."""

    file = forms.FileField(
        label="Your list", help_text="The .xml.gz that MyAnimeList gives you, or the .xml in it.", allow_empty_file=True
    )
    statuses = forms.TypedMultipleChoiceField(
        label="What counts as seen",
        coerce=Status,
        choices=[(status.value, status.value.capitalize()) for status in Status if status is not Status.OTHER],
        initial=[status.value for status in SEEN_STATUSES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        assert isinstance(file, UploadedFile)  # noqa: S101 - what a FileField gives
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(f"This file is larger than {LARGEST // 1024**2} MB; no list of one person is.")
        return bytes(file.read())
