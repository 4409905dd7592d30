"""Frames: looked at, let through, turned away."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.admin.fonts import FONTS
from catalog.core.frames import BLURRED, DARK, NEAR_COPY, FrameRefused, encode
from catalog.core.titles import normalise
from catalog.models import Frame, Show
from catalog.services import (
    approve_frames,
    delete_frames,
    open_frame,
    recount_eligible,
    reject_frames,
    restore_frames,
)

THUMBNAIL_SIDE = 160
PREVIEW_SIDE = 640


class DeletedFilter(admin.SimpleListFilter):
    """Deleted frames are out of sight until they are asked for."""

    title = "deleted"
    parameter_name = "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("all", "All")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Frame]) -> QuerySet[Frame]:
        if self.value() == "all":
            return queryset
        return queryset.filter(deleted_at__isnull=self.value() != "yes")

    def choices(self, changelist: Any) -> Any:
        default, *others = super().choices(changelist)
        return [{**default, "display": "No"}, *others]


class FlagFilter(admin.SimpleListFilter):
    """What a curator may want to look at first."""

    title = "flag"
    parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(flag, flag.capitalize()) for flag in (DARK, BLURRED, NEAR_COPY)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Frame]) -> QuerySet[Frame]:
        return queryset.filter(flags__icontains=json.dumps(self.value())) if self.value() else queryset


@admin.register(Frame)
class FrameAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Frames come by import, and are marked as deleted rather than deleted, so that they never come back by one."""

    list_display = ("thumbnail", "show", "place", "status", "split", "notes")
    list_display_links = ("thumbnail", "show")
    list_filter = ("status", DeletedFilter, FlagFilter, "split", "show__is_demo", "source")
    list_per_page = 60
    ordering = ("-pk",)
    search_fields = ("sha256",)
    search_help_text = "Any title of its show, however it is written, or the beginning of its SHA-256."
    autocomplete_fields = ("show",)
    fields = (
        "preview",
        "show",
        "episode",
        "time",
        "status",
        "split",
        "cluster",
        "source",
        "notes",
        "truth",
        "sha256",
        "phash",
        "size",
        "created_at",
        "deleted_at",
    )
    readonly_fields = ("preview", "notes", "truth", "sha256", "phash", "size", "created_at", "deleted_at")
    actions = ("approve", "reject", "delete", "restore")

    class Media:
        css: ClassVar = FONTS

    def get_urls(self) -> list[URLPattern]:
        picture = path(
            "<int:key>/picture/<int:side>/", self.admin_site.admin_view(self.picture), name="catalog_frame_picture"
        )
        return [picture, *super().get_urls()]

    def picture(self, request: HttpRequest, key: int, side: int) -> HttpResponse:
        """Send the picture of any frame, small, to whoever may see frames here."""
        frame = Frame.objects.filter(pk=key).first()
        if frame is None or not self.has_view_permission(request, frame) or side not in (THUMBNAIL_SIDE, PREVIEW_SIDE):
            raise Http404
        try:
            content = encode(open_frame(frame), longest_side=side)
        except FrameRefused as error:
            raise Http404(str(error)) from error
        return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Frame | None = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Frame], search_term: str
    ) -> tuple[QuerySet[Frame], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        shows = Show.objects.matching(normalise(term)).values("pk")
        return queryset.filter(Q(show__in=shows) | Q(sha256__startswith=term.lower())), False

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Frame, form: Any, change: bool) -> None:
        shows = set(Frame.objects.filter(pk=obj.pk).values_list("show_id", flat=True))
        super().save_model(request, obj, form, change)
        recount_eligible({*shows, obj.show_id})

    def _image(self, frame: Frame, side: int) -> SafeString:
        address = reverse("admin:catalog_frame_picture", args=[frame.pk, side])
        largest = max(frame.width, frame.height, 1)
        return format_html(
            '<img src="{}" alt="" width="{}" height="{}" loading="lazy">',
            address,
            frame.width * side // largest,
            frame.height * side // largest,
        )

    @admin.display(description="")
    def thumbnail(self, frame: Frame) -> SafeString:
        return self._image(frame, THUMBNAIL_SIDE)

    @admin.display(description="picture")
    def preview(self, frame: Frame) -> SafeString:
        return self._image(frame, PREVIEW_SIDE)

    @admin.display(description="place", ordering="time")
    def place(self, frame: Frame) -> str:
        return frame.place

    @admin.display(description="flags")
    def notes(self, frame: Frame) -> str:
        return ", ".join(["deleted"] * bool(frame.deleted_at) + frame.flags)

    @admin.display(description="size")
    def size(self, frame: Frame) -> str:
        return f"{frame.format}, {frame.width} x {frame.height} pixels"

    @admin.action(description="Approve", permissions=("change",))
    def approve(self, request: HttpRequest, queryset: QuerySet[Frame]) -> None:
        messages.success(request, f"{approve_frames(queryset)} frames were approved.")

    @admin.action(description="Reject", permissions=("change",))
    def reject(self, request: HttpRequest, queryset: QuerySet[Frame]) -> None:
        messages.success(request, f"{reject_frames(queryset)} frames were rejected.")

    @admin.action(description="Delete (can be undone)", permissions=("change",))
    def delete(self, request: HttpRequest, queryset: QuerySet[Frame]) -> None:
        messages.success(request, f"{delete_frames(queryset)} frames were deleted.")

    @admin.action(description="Bring back", permissions=("change",))
    def restore(self, request: HttpRequest, queryset: QuerySet[Frame]) -> None:
        messages.success(request, f"{restore_frames(queryset)} frames came back.")
