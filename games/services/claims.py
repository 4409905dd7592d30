"""What was played without an account becomes that of the person who logs in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from games.core.registry import Mode
from games.models import GameResult


@transaction.atomic
def claim_results(user: AbstractBaseUser, token: str) -> int:
    """Give results of a session to an account and return how many.

    Of a challenge that the account has finished before, the session's result stays nobody's.
    """
    if not token:
        return 0
    same_challenge = GameResult.objects.filter(
        user=user.pk, mode=Mode.DAILY, game=OuterRef("game"), day=OuterRef("day")
    )
    free = GameResult.objects.filter(~Q(mode=Mode.DAILY) | ~Exists(same_challenge), user=None, token=token)
    return free.update(user=user.pk, token="")
