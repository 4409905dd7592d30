"""Versions of the network, and what their outputs mean."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.models import Show


class Task(models.TextChoices):
    """What a network answers (DESIGN §4). One picture is answered for all tasks that have an active network."""

    SHOW = "show", "Show"
    STYLE = "style", "Anime or cartoon"
    DEMOGRAPHIC = "demographic", "For whom"
    TAGS = "tags", "Tags"


class ModelVersionQuerySet(models.QuerySet["ModelVersion"]):
    """What is asked of versions."""

    def active(self, task: str) -> ModelVersion | None:
        """Return the version that answers for a task, or None where no network was promoted yet."""
        return self.filter(task=task, state=ModelVersion.State.ACTIVE).first()

    def active_ones(self) -> ModelVersionQuerySet:
        """Return the versions that answer, one a task, without their cards, which are long."""
        return self.filter(state=ModelVersion.State.ACTIVE).defer("card")


class ModelVersion(models.Model):
    """One exported network: a folder with `model.onnx`, `model.safetensors`, `model.json` and `manifest.csv`."""

    class State(models.TextChoices):
        PREPARING = "preparing", "Preparing"
        READY = "ready", "Ready"
        ACTIVE = "active", "Active"
        RETIRED = "retired", "Retired"

    task = models.CharField(max_length=20, choices=Task)
    name = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARING)
    path = models.CharField(max_length=500, help_text="Folder: relative to the models folder, or `bundled/…`.")
    card = models.JSONField(default=dict, help_text="model.json as it was when the version was made ready.")
    prototype_rule = models.JSONField(
        null=True, blank=True, help_text="Scale and bias of shows answered by their frames, as they were measured."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    activated_at = models.DateTimeField(null=True, blank=True)

    objects = ModelVersionQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("task",), condition=Q(state="active"), name="version_one_active_a_task"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        """Where the files of the version lie."""
        if self.path.startswith("bundled/"):
            return Path(__file__).parents[1] / self.path
        return Path(settings.SNN_MODELS) / self.path


class ModelLabel(models.Model):
    """Which show an output of a network means. A label whose show left the catalogue stays, without one."""

    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="labels")
    index = models.PositiveIntegerField()
    label = models.CharField(max_length=300)
    show = models.ForeignKey(Show, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("version", "index")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version", "index"), name="label_once_an_output"),
            models.UniqueConstraint(fields=("version", "label"), name="label_once_a_version"),
        ]

    def __str__(self) -> str:
        return self.label
