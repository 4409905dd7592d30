"""Workers that answer, as they report themselves."""

from __future__ import annotations

from django.db import models

from classifier.models.versions import ModelVersion


class Worker(models.Model):
    """A process that answers pictures from the queue. It says so every few seconds; at its end its row goes."""

    name = models.CharField(max_length=100, unique=True, help_text="Celery's name of it: process@host.")
    device = models.CharField(max_length=50, help_text="What runs the network, as it stands in the answers.")
    version = models.ForeignKey(ModelVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The name without the machine's, which is nobody's business on a page."""
        return self.name.partition("@")[0]
