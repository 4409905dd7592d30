"""What curators may see of games, and what players told them.

Django's admin classes take no type arguments when the program runs, hence the ignored `type-arg`.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from games.models import Appeal, DailyChallenge, FrameStat, GameResult, Report
from games.services import accept_appeals, close_reports, refuse_appeals

THUMBNAIL_SIDE = 160


class Kept(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that the games write: looked at, never added or changed by hand."""

    def has_add_permission(self, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Report)
class ReportAdmin(Kept):
    """Frames that players complain of; what to do with a frame is decided where frames are curated."""

    list_display = ("thumbnail", "frame_link", "reason", "state", "created_at")
    list_display_links = None
    list_filter = ("state", "reason")
    list_select_related = ("frame__show",)
    actions = ("close",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return super().get_queryset(request).select_related("frame__show")

    @admin.display(description="")
    def thumbnail(self, report: Report) -> SafeString:
        """Show the frame, small."""
        address = reverse("admin:catalog_frame_picture", args=[report.frame_id, THUMBNAIL_SIDE])
        return format_html('<img src="{}" alt="" width="{}" loading="lazy">', address, THUMBNAIL_SIDE)

    @admin.display(description="frame")
    def frame_link(self, report: Report) -> SafeString:
        """Lead to the frame, where it can be rejected or given to another show."""
        address = reverse("admin:catalog_frame_change", args=[report.frame_id])
        return format_html('<a href="{}">{}</a>', address, report.frame)

    @admin.action(description="Looked at", permissions=("delete",))
    def close(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        messages.success(request, f"{close_reports(queryset)} reports were put aside.")


@admin.register(Appeal)
class AppealAdmin(Kept):
    """Titles that players say should have counted. An accepted one is a name of the show from then on."""

    list_display = ("text", "show", "votes", "state", "created_at")
    list_display_links = None
    list_filter = ("state",)
    list_select_related = ("show",)
    search_fields = ("text",)
    actions = ("accept", "refuse")

    @admin.action(description="Accept: it is a name of the show", permissions=("delete",))
    def accept(self, request: HttpRequest, queryset: QuerySet[Appeal]) -> None:
        messages.success(request, f"{accept_appeals(queryset)} names were added.")

    @admin.action(description="Refuse", permissions=("delete",))
    def refuse(self, request: HttpRequest, queryset: QuerySet[Appeal]) -> None:
        messages.success(request, f"{refuse_appeals(queryset)} were refused.")


@admin.register(GameResult)
class GameResultAdmin(Kept):
    """Results; deleting one takes it off the leaderboard."""

    list_display = ("game", "mode", "day", "name", "user", "score", "network_score", "ranked", "created_at")
    list_filter = ("game", "mode", "ranked")
    list_select_related = ("user",)
    search_fields = ("name", "public_id")
    date_hierarchy = "day"


@admin.register(DailyChallenge)
class DailyChallengeAdmin(Kept):
    """Challenges of the day, frozen once dealt. What is in them is not shown: curators play, too."""

    list_display = ("day", "game", "created_at")
    list_filter = ("game",)
    fields = ("day", "game", "created_at")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(FrameStat)
class FrameStatAdmin(Kept):
    """How hard frames turned out to be."""

    list_display = ("frame", "shown", "right", "network_shown", "network_right")
    list_select_related = ("frame__show",)
    ordering = ("-shown",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
