"""Challenges of the day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from games.models.results import GAMES


class DailyChallenge(models.Model):
    """What everybody plays on a day. Frozen once dealt: whatever happens to the catalogue, it stays what it was."""

    day = models.DateField()
    game = models.CharField(max_length=10, choices=GAMES)
    seed = models.CharField(max_length=64, editable=False)
    state = models.JSONField(editable=False, help_text="The state as dealt.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-day", "game")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("day", "game"), name="daily_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_game_display()}, {self.day}"
