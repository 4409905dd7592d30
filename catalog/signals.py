"""A show or name that is saved or deleted, in the admin or anywhere, changes what is known of titles."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from catalog.models import Alias, Show
from catalog.services import catalogue_changed


@receiver((post_save, post_delete), sender=Show)
@receiver((post_save, post_delete), sender=Alias)
def forget_titles(**_: object) -> None:
    """Have the titles read again. What writes rows in bulk says so itself."""
    catalogue_changed()
