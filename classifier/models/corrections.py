"""What people say a picture really is from."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from catalog.models import Frame, Show
from classifier.models.answers import Answer
from classifier.models.uploads import Upload


class Correction(models.Model):
    """*It is actually …*: said by the sender of a picture, judged by a curator.

    `answer` and `said` keep what the network thought then, for comparing with the next one. `frame` holds the picture
    where the sender lets us keep it: pending like the correction, and approved or gone with it.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Pending"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"

    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, related_name="correction")
    answer = models.ForeignKey(Answer, null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections")
    said = models.ForeignKey(
        Show,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="the network said",
    )
    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="corrections", verbose_name="it is actually")
    frame = models.ForeignKey(Frame, null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes: ClassVar = [models.Index(fields=("state", "created_at"), name="correction_state_created")]

    def __str__(self) -> str:
        return f"{self.upload}: {self.show}"
