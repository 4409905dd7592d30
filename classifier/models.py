"""Versions of the network, pictures that came in, and the answers that went out."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog.models import Show


class Task(models.TextChoices):
    """What a network answers (DESIGN §4); tasks are added as their issues land."""

    SHOW = "show", "Show"


class ModelVersionQuerySet(models.QuerySet["ModelVersion"]):
    """What is asked of versions."""

    def active(self, task: str) -> ModelVersion | None:
        """Return the version that answers for a task, or None where no network was promoted yet."""
        return self.filter(task=task, state=ModelVersion.State.ACTIVE).first()


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
            return Path(__file__).parent / self.path
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


def public_id() -> str:
    """Make an address nobody can guess: 128 bits."""
    return secrets.token_urlsafe(16)


class Upload(models.Model):
    """A picture somebody sent. The picture goes after a day; the row and its answer stay."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Queued"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    public_id = models.CharField(max_length=32, unique=True, default=public_id, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    image = models.FileField(blank=True, editable=False, help_text="Re-encoded, without metadata; empty once purged.")
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    owner = models.CharField(max_length=32, blank=True, editable=False, help_text="Token in the sender's session.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="uploads"
    )
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=("status", "created_at"), name="upload_status_created"),
            models.Index(fields=("owner", "created_at"), name="upload_owner_created"),
            models.Index(fields=("expires_at",), condition=~Q(image=""), name="upload_expiry"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("classifier:answer", args=[self.public_id])


class Answer(models.Model):
    """What one version says of one picture."""

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

    class Meta:
        ordering = ("answer", "rank")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("answer", "rank"), name="prediction_once_a_rank"),
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="prediction_confidence_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.show}"
