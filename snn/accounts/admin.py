"""Users in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from snn.accounts.forms import AdminLogInForm
from snn.accounts.models import User

admin.site.login_form = AdminLogInForm


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    """People, by the name that others see too."""

    list_display = ("username", "display_name", "email", "is_staff", "date_joined")
    search_fields = ("username", "display_name", "email")
    fieldsets = (*(UserAdmin.fieldsets or ()), ("On the leaderboards", {"fields": ("display_name",)}))
