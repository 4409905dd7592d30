"""Keys of programs: made here for somebody or for nobody, given another quota, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from classifier.models import ApiKey
from classifier.services.api_keys import make_key, revoke_keys


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Keys. The text of one is shown when it is made, and never again."""

    list_display = ("name", "beginning", "user", "quota", "used_on", "revoked_at", "created_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "beginning", "user__username")
    autocomplete_fields = ("user",)
    fields = ("name", "user", "quota", "beginning", "created_at", "used_on", "revoked_at")
    readonly_fields = ("beginning", "created_at", "used_on", "revoked_at")
    list_select_related = ("user",)
    actions = ("revoke",)

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        if change:
            return super().save_model(request, obj, form, change)
        made, text = make_key(obj.name, obj.user)
        made.quota = obj.quota
        made.save(update_fields=["quota"])
        obj.pk = made.pk
        obj.refresh_from_db()
        messages.warning(request, f"The key is {text} - it is shown this once only.")
        return None

    @admin.action(description="Take back", permissions=("change",))
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        messages.success(request, f"{revoke_keys(queryset)} keys were taken back.")
