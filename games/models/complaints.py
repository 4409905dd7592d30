"""What players tell the curators."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.models import Frame, Show


class Report(models.Model):
    """Something is wrong with a frame, says a player."""

    class Reason(models.TextChoices):
        SHOW = "show", "It is from another show"
        TELLS = "tells", "It tells the title"
        BROKEN = "broken", "It is dark, broken or empty"
        UNSUITABLE = "unsuitable", "It is not suitable for everybody"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="reports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE)
    token = models.CharField(max_length=32, blank=True, editable=False)
    reason = models.CharField(max_length=20, choices=Reason)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("frame", "user"), condition=Q(user__isnull=False), name="report_once_a_user"
            ),
            models.UniqueConstraint(
                fields=("frame", "token"), condition=Q(user__isnull=True), name="report_once_a_token"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frame}: {self.get_reason_display()}"


class Appeal(models.Model):
    """A title that should have counted, says a player. Accepted, it is a name of the show from then on."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="appeals")
    text = models.CharField("typed", max_length=200)
    normalised = models.CharField(max_length=200, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE)
    token = models.CharField(max_length=32, blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    votes = models.PositiveIntegerField(default=1, help_text="How often somebody asked for it.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-votes", "-created_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("show", "normalised"), name="appeal_once_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.text} for {self.show}"
