"""Many pictures sent at once, and what became of each."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from classifier.models.uploads import public_id


class Batch(models.Model):
    """Pictures that somebody sent together, in a zip. The zip goes when all are answered; the answers stay."""

    public_id = models.CharField(max_length=32, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=255, help_text="Of the zip, or of the first picture.")
    file = models.FileField(blank=True, editable=False, help_text="The zip; empty once all are answered.")
    owner = models.CharField(max_length=32, blank=True, editable=False, help_text="Token in the sender's session.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="batches"
    )
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    claim = models.CharField(max_length=32, blank=True, default="", editable=False)
    attempts = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How often it was taken up since the last answer."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(help_text="When the zip goes in any case.")

    class Meta:
        verbose_name_plural = "batches"
        ordering = ("-created_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=("created_at",), condition=Q(ended_at=None), name="batch_waiting"),
            models.Index(fields=("owner", "created_at"), name="batch_owner_created"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("classifier:batch", args=[self.public_id])


class BatchItem(models.Model):
    """One picture of a batch. When it is done it has an answer or an error."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    place = models.PositiveIntegerField(help_text="Of the picture in the zip.")
    name = models.CharField(max_length=255)
    done = models.BooleanField(default=False)
    answer = models.JSONField(null=True, blank=True, help_text="As the API gives it.")
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("batch", "position")
        indexes: ClassVar = [
            models.Index(fields=("batch", "position"), condition=Q(done=False), name="batch_item_waiting"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("batch", "position"), name="batch_item_once_a_position"),
        ]

    def __str__(self) -> str:
        return self.name
