"""Shows, and what they are sorted by."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.admin.fonts import FONTS
from catalog.core.frames import FrameRefused, encode, open_picture
from catalog.core.titles import normalise
from catalog.models import Alias, Franchise, Genre, Show, Studio
from catalog.services import catalogue_changed, update_title_aliases

POSTER_SIDE = 1200  # pixels of the longer side at most


class ShowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A show, its poster checked and re-encoded, so that nobody's metadata is shown with it."""

    poster = forms.FileField(required=False, widget=AdminFileWidget, help_text="JPEG, PNG, WebP, GIF or AVIF.")

    class Meta:
        model = Show
        fields = "__all__"  # noqa: DJ007 - the admin says which

    def clean_poster(self) -> object:
        poster = self.cleaned_data["poster"]
        if not isinstance(poster, UploadedFile):
            return poster
        try:
            image, _ = open_picture(poster.read())
        except FrameRefused as error:
            raise forms.ValidationError(str(error)) from error
        content = encode(image, longest_side=POSTER_SIDE)
        return ContentFile(content, name=f"{hashlib.sha256(content).hexdigest()}.jpg")


class AliasInline(admin.TabularInline):  # type: ignore[type-arg]
    """Synonyms and labels; the three titles are followed by aliases of their own."""

    model = Alias
    extra = 1
    fields = ("text", "language")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alias]:
        return super().get_queryset(request).filter(language__in=(Alias.Language.SYNONYM, Alias.Language.LABEL))

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "language":
            own = (Alias.Language.SYNONYM, Alias.Language.LABEL)
            kwargs["choices"] = [(language.value, language.label) for language in own]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(Show)
class ShowAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A show is taken off the list rather than deleted: answers that name it would go with it."""

    form = ShowForm
    inlines = (AliasInline,)
    list_display = ("cover", "display_title", "title_japanese", "type", "year", "frames_link", "is_listed")
    list_display_links = ("cover", "display_title")
    list_filter = ("is_listed", "answer_by_frames", "is_demo", "type", "demographic", "season", "genres")
    list_per_page = 50
    search_fields = ("slug",)
    search_help_text = "Any title or alias, however it is written, a slug, or a MyAnimeList id."
    autocomplete_fields = ("franchise", "genres", "studios")
    prepopulated_fields = {"slug": ("title",)}  # noqa: RUF012 - Django's own form
    readonly_fields = ("cover", "is_demo", "frames_link")
    actions = ("list_shows", "unlist_shows")
    fieldsets = (
        (None, {"fields": ("title", "title_english", "title_japanese", "slug", "franchise", "is_listed", "is_demo")}),
        ("Facts", {"fields": ("type", "year", "season", "episodes", "source", "demographic", "genres", "studios")}),
        ("Recognition", {"fields": ("answer_by_frames",)}),
        ("Elsewhere", {"fields": ("mal_id", "anilist_id")}),
        ("Shown", {"fields": ("cover", "poster", "synopsis", "frames_link")}),
    )

    class Media:
        css: ClassVar = FONTS

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Show], search_term: str
    ) -> tuple[QuerySet[Show], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        named = Show.objects.matching(normalise(term)).values("pk")
        found = Q(pk__in=named) | Q(slug=term)
        if term.isascii() and term.isdecimal() and len(term) < 10:
            found |= Q(mal_id=int(term))
        return queryset.filter(found), False

    def get_readonly_fields(self, request: HttpRequest, obj: Show | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "slug") if obj else self.readonly_fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Show | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields  # an address once given never changes

    def has_delete_permission(self, request: HttpRequest, obj: Show | None = None) -> bool:
        may: bool = super().has_delete_permission(request, obj)
        return may and obj is not None and not obj.frames.exists()

    def save_model(self, request: HttpRequest, obj: Show, form: Any, change: bool) -> None:
        old = Show.objects.filter(pk=obj.pk).values_list("poster", flat=True).first()
        super().save_model(request, obj, form, change)
        if old and old != obj.poster.name:
            transaction.on_commit(partial(obj.poster.storage.delete, old))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        update_title_aliases(form.instance)

    @admin.display(description="")
    def cover(self, show: Show) -> SafeString:
        if not show.pk or not show.is_listed:
            return SafeString("")
        return format_html(
            '<img src="{}" alt="" width="40" height="60" loading="lazy">', reverse("catalog:poster", args=[show.slug])
        )

    @admin.display(description="title", ordering="title")
    def display_title(self, show: Show) -> str:
        return show.display_title

    @admin.display(description="approved frames", ordering="eligible_frames")
    def frames_link(self, show: Show) -> SafeString:
        address = reverse("admin:catalog_frame_changelist", query={"show__id__exact": show.pk})
        return format_html('<a href="{}">{}</a>', address, show.eligible_frames)

    @admin.action(description="Put on the list", permissions=("change",))
    def list_shows(self, request: HttpRequest, queryset: QuerySet[Show]) -> None:
        count = queryset.filter(is_listed=False).update(is_listed=True)
        catalogue_changed()
        messages.success(request, f"{count} shows were put on the list.")

    @admin.action(description="Take off the list", permissions=("change",))
    def unlist_shows(self, request: HttpRequest, queryset: QuerySet[Show]) -> None:
        count = queryset.filter(is_listed=True).update(is_listed=False)
        catalogue_changed()
        messages.success(request, f"{count} shows were taken off the list.")


class _Group(admin.ModelAdmin):  # type: ignore[type-arg]
    """Something that shows have in common, with how many have it."""

    list_display = ("name", "shows_count")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        groups: QuerySet[Any] = super().get_queryset(request)
        annotated: QuerySet[Any] = groups.annotate(shows_count=Count("shows"))
        return annotated

    @admin.display(description="shows", ordering="shows_count")
    def shows_count(self, group: Any) -> int:
        count: int = group.shows_count
        return count


@admin.register(Franchise)
class FranchiseAdmin(_Group):
    """Shows of one story."""


@admin.register(Genre)
class GenreAdmin(_Group):
    """Genres as MyAnimeList names them."""


@admin.register(Studio)
class StudioAdmin(_Group):
    """Who animated."""
