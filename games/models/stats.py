"""How hard frames are: how often they were shown, and how often somebody was right."""

from __future__ import annotations

from django.db import models

from catalog.models import Frame


class FrameStat(models.Model):
    """Answers of people and of the network to one frame, in rounds that ended. A row is made when it is dealt."""

    frame = models.OneToOneField(Frame, primary_key=True, on_delete=models.CASCADE, related_name="stat")
    shown = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    network_shown = models.PositiveIntegerField(default=0, help_text="Rounds in which the network knew the show.")
    network_right = models.PositiveIntegerField(default=0, help_text="Rounds of these in which it scored.")

    class Meta:
        ordering = ("frame",)

    def __str__(self) -> str:
        return f"{self.frame}: {self.right} of {self.shown}"
