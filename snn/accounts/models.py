"""The user model: Django's own, and the name that others see."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models

from games.core.names import LONGEST, NOBODY, NameRefused, clean_name, name_key

TAKEN = "Somebody has this name, or one that looks like it. Choose another."


class User(AbstractUser):
    """A person with an account. The username is for logging in; others see only the chosen name."""

    display_name = models.CharField(
        "name on the leaderboards", max_length=LONGEST, blank=True, help_text="What others see beside your points."
    )
    display_key = models.CharField(
        max_length=8 * LONGEST,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="By which names are told apart.",
    )

    def clean(self) -> None:
        super().clean()
        if not self.display_name.strip():
            self.display_name = ""
            return
        try:
            self.display_name = clean_name(self.display_name)
        except NameRefused as error:
            raise ValidationError({"display_name": str(error)}) from error
        if User.objects.filter(display_key=name_key(self.display_name)).exclude(pk=self.pk).exists():
            raise ValidationError({"display_name": TAKEN})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.display_key = name_key(self.display_name) or None
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "display_key"}
        super().save(*args, **kwargs)

    @property
    def public_name(self) -> str:
        """The name that others see, also where none was chosen."""
        return self.display_name or NOBODY
