"""What a version says of the frames of the catalogue."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from catalog.models import Frame, Show
from classifier.models.versions import ModelVersion


class FrameScore(models.Model):
    """The answer of one version to one approved frame, prepared so that no game waits for a network.

    `show` and `random_key` are copies of the frame's, for the index by which games draw.
    """

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="scores")
    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="frame_scores")
    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="+")
    random_key = models.FloatField()
    top = models.JSONField(help_text="The five likeliest, best first: show (or null), label, confidence.")
    knows = models.BooleanField(help_text="Whether the network knows the show of the frame at all.")
    correct = models.BooleanField(help_text="Whether the likeliest show is the right one.")
    split = models.CharField(
        max_length=10, blank=True, help_text="What the frame was to the network: train, val, test, or never seen."
    )
    index_row = models.PositiveIntegerField(null=True, blank=True, help_text="Row in the embeddings of the version.")

    class Meta:
        ordering = ("version", "frame")
        indexes: ClassVar = [
            models.Index(fields=("version", "split", "show", "random_key"), name="score_version_split_show"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("frame", "version"), name="score_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.frame} by {self.version}"
