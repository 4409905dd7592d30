"""Frames: pictures from the episodes of shows."""

from __future__ import annotations

import random
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from catalog.models.shows import Show


def frame_path(frame: Frame, _filename: str) -> str:
    """Store a frame under its hash; the sender's file name is never used."""
    suffix = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}.get(frame.format, "bin")
    return f"frames/{frame.sha256[:2]}/{frame.sha256}.{suffix}"


def random_key() -> float:
    """Draw the key by which frames are picked at random through an index."""
    return random.random()


class FrameQuerySet(models.QuerySet["Frame"]):
    """What is asked of frames."""

    def present(self) -> FrameQuerySet:
        """Frames that were not deleted."""
        return self.filter(deleted_at__isnull=True)

    def approved(self) -> FrameQuerySet:
        """Frames that a curator let through."""
        return self.present().filter(status=Frame.Status.APPROVED)

    def public(self) -> FrameQuerySet:
        """Frames that visitors may see. What is kept for games is never sent: it would be an answer."""
        return self.approved().filter(show__is_listed=True).exclude(split="test")

    def samples(self) -> FrameQuerySet:
        """Pictures of ours that a visitor may try: drawn, and never trained on nor kept for games."""
        return self.approved().filter(show__is_demo=True, show__is_listed=True, split="val")

    def soft_delete(self) -> int:
        """Mark frames as deleted; rows and files stay."""
        return self.present().update(deleted_at=Now())


class Frame(models.Model):
    """A picture from an episode, kept byte for byte as received."""

    class Status(models.TextChoices):
        PENDING = "pending", "Pending"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="frames")
    episode = models.PositiveSmallIntegerField(null=True, blank=True)
    time = models.FloatField("time in seconds", null=True, blank=True, validators=[MinValueValidator(0)])
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    phash = models.CharField("perceptual hash", max_length=16, blank=True, editable=False, db_index=True)
    image = models.ImageField(upload_to=frame_path, width_field="width", height_field="height")
    format = models.CharField(max_length=10, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    split = models.CharField(max_length=10, blank=True, help_text="train, val or test, where a data set named one.")
    cluster = models.CharField(max_length=100, blank=True, help_text="Frames that must not be parted: one video.")
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    source = models.CharField(max_length=200, blank=True)
    flags = models.JSONField(default=list, blank=True, help_text="Why a curator may want to look: dark, blurred, …")
    truth = models.JSONField(default=dict, blank=True, help_text="Tags, characters and face boxes, where known.")
    random_key = models.FloatField(default=random_key, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FrameQuerySet.as_manager()

    class Meta:
        ordering = ("show", "episode", "time", "pk")
        indexes: ClassVar = [
            models.Index(fields=("show", "status", "random_key"), name="frame_show_status_random"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(time__isnull=True) | Q(time__gte=0), name="frame_time_not_negative"),
            models.CheckConstraint(condition=Q(random_key__gte=0, random_key__lt=1), name="frame_random_key_unit"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (str(self.show), self.place) if part)

    @property
    def place(self) -> str:
        """Where in the show it is from, as far as that is known."""
        where = [f"episode {self.episode}"] if self.episode is not None else []
        if self.time is not None:
            minutes, seconds = divmod(int(self.time), 60)
            where.append(f"{minutes}:{seconds:02d}")
        return ", ".join(where)
