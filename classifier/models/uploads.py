"""Pictures that came in."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


def public_id() -> str:
    """Make an address nobody can guess: 128 bits."""
    return secrets.token_urlsafe(16)


class Upload(models.Model):
    """A picture somebody sent. The picture goes after a day; the row and its answer stay."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Queued"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    public_id = models.CharField(max_length=32, unique=True, default=public_id, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    image = models.FileField(blank=True, editable=False, help_text="Re-encoded, without metadata; empty once purged.")
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    owner = models.CharField(max_length=32, blank=True, editable=False, help_text="Token in the sender's session.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="uploads"
    )
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    claim = models.CharField(
        max_length=32, blank=True, default="", editable=False, help_text="Of the worker at it; only its result counts."
    )
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When it was done, or failed.")
    expires_at = models.DateTimeField()
    request_id = models.CharField(
        max_length=64, blank=True, default="", editable=False, help_text="Of the request that brought it, for the logs."
    )

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=("status", "created_at"), name="upload_status_created"),
            models.Index(fields=("owner", "created_at"), name="upload_owner_created"),
            models.Index(fields=("ended_at",), name="upload_ended"),
            models.Index(fields=("expires_at",), condition=~Q(image=""), name="upload_expiry"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("classifier:answer", args=[self.public_id])
