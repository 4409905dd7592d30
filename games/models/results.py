"""What came of whole runs."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from games.core.names import LONGEST

GAMES = (("title", "Name the show"), ("matching", "Find the pairs"), ("frame", "Find the frame"))


def public_id() -> str:
    """Make an address that nobody can guess."""
    return secrets.token_urlsafe(12)


class GameResult(models.Model):
    """A run that was played to its end and scored here. Of every run at most one result is kept."""

    class Mode(models.TextChoices):
        ROUND = "round", "Round of ten"
        DAILY = "daily", "Daily challenge"

    public_id = models.CharField(max_length=32, unique=True, default=public_id, editable=False)
    nonce = models.CharField(max_length=32, unique=True, editable=False, help_text="Of the run: it counts once.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="game_results"
    )
    token = models.CharField(max_length=32, blank=True, editable=False, help_text="Token in the player's session.")
    name = models.CharField(
        max_length=LONGEST, blank=True, help_text="On the leaderboard; empty where none was chosen."
    )
    name_key = models.CharField(max_length=8 * LONGEST, blank=True, editable=False, db_index=True)
    game = models.CharField(max_length=10, choices=GAMES)
    mode = models.CharField(max_length=10, choices=Mode)
    ranked = models.BooleanField(help_text="Drawn from all shows, of frames that the network did not learn from.")
    day = models.DateField(help_text="Of the daily challenge, or on which the run ended.")
    score = models.IntegerField()
    best_possible = models.IntegerField()
    network_score = models.IntegerField(help_text="In rounds of shows that the network knows.")
    compared = models.PositiveSmallIntegerField(help_text="How many rounds these are.")
    own_compared = models.IntegerField(help_text="The player's score in these.")
    seed = models.CharField(max_length=64, editable=False)
    details = models.JSONField(default=dict, help_text="Rounds, or turns and time of the matching game.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=("game", "day", "-score"), condition=~Q(name=""), name="result_board_of_day"),
            models.Index(fields=("game", "-score"), condition=~Q(name=""), name="result_board"),
            models.Index(fields=("user", "-created_at"), name="result_user"),
            models.Index(fields=("token", "-created_at"), name="result_token"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("user", "game", "day"),
                condition=Q(mode="daily", user__isnull=False),
                name="daily_once_a_user",
            ),
            models.UniqueConstraint(
                fields=("token", "game", "day"),
                condition=Q(mode="daily", user__isnull=True),
                name="daily_once_a_token",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_game_display()}, {self.day}: {self.score}"

    def get_absolute_url(self) -> str:
        return reverse("games:result", args=[self.public_id])
