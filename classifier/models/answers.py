"""Answers that went out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from catalog.models import Show
from classifier.models.versions import ModelVersion


class Answer(models.Model):
    """What one version says of one picture.

    Of a version that names shows the answer is in its predictions, of one that gives labels it is in `labels`.
    """

    sha256 = models.CharField(max_length=64, editable=False)
    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="answers")
    known = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True, help_text="Why the picture counts as unknown.")
    device = models.CharField(max_length=50)
    ms = models.FloatField("milliseconds of the network")
    nameable = models.CharField(
        max_length=64,
        blank=True,
        default="",
        editable=False,
        help_text="Hash of the shows that could be named; once others can be, the network is asked anew.",
    )
    embedding = models.BinaryField(
        blank=True, default=b"", help_text="Where the picture lies for the network: float16, of length 1."
    )
    activation = models.JSONField(
        null=True, blank=True, editable=False, help_text="Heat map of the likeliest show; null where there is none."
    )
    labels = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="Of tasks without shows, the likeliest first: label, confidence, and whether it counts.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("sha256", "version"), name="answer_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:8]} by {self.version}"


class Prediction(models.Model):
    """One of the likeliest shows of an answer."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="predictions")
    rank = models.PositiveSmallIntegerField()
    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="+")
    confidence = models.FloatField()
    frames = models.PositiveIntegerField(
        null=True, blank=True, help_text="Known by so many frames only; empty where the network learnt the show."
    )

    class Meta:
        ordering = ("answer", "rank")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("answer", "rank"), name="prediction_once_a_rank"),
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="prediction_confidence_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.show}"
