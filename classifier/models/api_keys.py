"""Who asks through the API, and how it went."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

DEFAULT_QUOTA = 10_000


class ApiKey(models.Model):
    """A key of a program. Only its hash is kept: whoever loses it makes another."""

    name = models.CharField(max_length=100, help_text="What it is for.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="api_keys"
    )
    hash = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(max_length=12, editable=False, help_text="By which its owner tells it from others.")
    quota = models.PositiveIntegerField(
        "pictures a day", null=True, blank=True, default=DEFAULT_QUOTA, help_text="Empty: as many as it likes."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    used_on = models.DateField("last used", null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "API key"
        verbose_name_plural = "API keys"
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"


class UsageLog(models.Model):
    """One search through the trace.moe dialect, for the statistics that its clients ask for."""

    key = models.ForeignKey(ApiKey, null=True, blank=True, on_delete=models.CASCADE, related_name="usage")
    caller = models.CharField(
        max_length=32, blank=True, help_text="Without a key: the scrambled address, emptied after a day."
    )
    status = models.PositiveSmallIntegerField()
    ms = models.FloatField("milliseconds")
    similarity = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=("key", "created_at"), name="usage_key_created"),
            models.Index(fields=("caller", "created_at"), name="usage_caller_created"),
        ]

    def __str__(self) -> str:
        return f"{self.status} at {self.created_at:%Y-%m-%d %H:%M}"
