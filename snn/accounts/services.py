"""What becomes of an account."""

from __future__ import annotations

from django.db import transaction

from classifier.services import delete_upload, uploads_of
from snn.accounts.models import User


@transaction.atomic
def delete_account(user: User, *, token: str) -> None:
    """Delete a person with their pictures and answers (those of their session, too), what they saw and their results.

    What hangs on the account in other islands goes with it by the keys between the tables.
    """
    for upload in uploads_of(owner=token, user=user):
        delete_upload(upload)
    user.delete()
