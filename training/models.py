"""Runs of training and their epochs, as their folders tell: files are the truth, these rows mirror them.

Keys lead from a run to its checkpoints and from a checkpoint to the version that was made of it, never back.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from classifier.models import ModelVersion
from training.core.condition import Condition, Job, possible_jobs


class TrainingRun(models.Model):
    """A folder of `var/runs`, or one that was asked for and is not made yet, and what a worker was asked to do."""

    class JobState(models.TextChoices):
        NONE = "", "Nothing asked"
        WAITING = "waiting", "Waiting for a worker"
        RUNNING = "running", "A worker is at it"

    name = models.CharField(max_length=80, unique=True)
    task = models.CharField(max_length=20)
    condition = models.CharField(
        max_length=10, choices=[(condition.value, condition.value.capitalize()) for condition in Condition]
    )
    architecture = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField("pixels of the input", default=0)
    labels = models.PositiveIntegerField(default=0)
    pictures = models.PositiveIntegerField(default=0)
    epochs = models.PositiveIntegerField(default=0)
    epochs_done = models.PositiveIntegerField(default=0)
    top1 = models.FloatField(null=True, blank=True, help_text="Of the chosen epoch, else of the newest scored one.")
    bytes = models.PositiveBigIntegerField("bytes on disk", default=0)
    code_version = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    job = models.CharField(max_length=10, choices=[(job.value, job.value.capitalize()) for job in Job], blank=True)
    job_state = models.CharField(max_length=10, choices=JobState, default=JobState.NONE, blank=True)
    job_epoch = models.PositiveIntegerField(null=True, blank=True, help_text="The epoch to promote.")
    job_by = models.CharField(max_length=150, blank=True)
    job_at = models.DateTimeField(null=True, blank=True)
    job_host = models.CharField(max_length=200, blank=True)
    job_pid = models.PositiveIntegerField(null=True, blank=True)
    asked = models.JSONField(default=dict, blank=True, help_text="What a run that was started from here is made of.")
    note = models.TextField(blank=True, help_text="What the last job said.")

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("training:run", args=[self.name])

    @property
    def folder(self) -> Path:
        """Where the files of the run lie, or will."""
        return Path(settings.SNN_RUNS) / self.name

    @property
    def is_running(self) -> bool:
        """Whether a process trains it now."""
        return self.condition == Condition.RUNNING

    @property
    def is_busy(self) -> bool:
        """Whether a process trains it, or a worker was asked for something."""
        return self.is_running or bool(self.job_state)

    def jobs(self) -> frozenset[Job]:
        """List what a worker could be asked for now."""
        if self.is_busy:
            return frozenset()
        scored = sum(checkpoint.top1 is not None for checkpoint in self.checkpoints.all())
        condition = Condition(self.condition)
        return possible_jobs(condition, epochs=self.epochs, epochs_done=self.epochs_done, scored=scored)


class Checkpoint(models.Model):
    """An epoch of a run: what it measured, whether its weights are kept, and the version that was made of it."""

    run = models.ForeignKey(TrainingRun, on_delete=models.CASCADE, related_name="checkpoints")
    epoch = models.PositiveIntegerField()
    train_loss = models.FloatField(null=True, blank=True)
    val_loss = models.FloatField(null=True, blank=True, help_text="At its own temperature.")
    top1 = models.FloatField(null=True, blank=True)
    top5 = models.FloatField(null=True, blank=True)
    learning_rate = models.FloatField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    is_chosen = models.BooleanField(default=False)
    is_kept = models.BooleanField("weights kept", default=True)
    version = models.ForeignKey(
        ModelVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="checkpoints"
    )

    class Meta:
        ordering = ("run", "epoch")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("run", "epoch"), name="checkpoint_once_an_epoch"),
        ]

    def __str__(self) -> str:
        return f"{self.run}, epoch {self.epoch}"
