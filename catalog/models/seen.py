"""Which shows somebody has seen."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.models.shows import Show


class SeenList(models.Model):
    """The shows that one person ticked: of an account, or of a session without one. An empty list means all shows."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="seen_list"
    )
    token = models.CharField(
        max_length=32, null=True, blank=True, unique=True, editable=False, help_text="Token in the visitor's session."
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, token__isnull=True) | Q(user__isnull=True, token__isnull=False),
                name="seen_list_has_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"Seen by {self.user or 'a visitor'}"


class SeenShow(models.Model):
    """A show on a list of seen ones."""

    list = models.ForeignKey(SeenList, on_delete=models.CASCADE, related_name="shows")
    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("list", "show"), name="seen_once_a_list"),
        ]

    def __str__(self) -> str:
        return str(self.show)
