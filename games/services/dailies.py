"""The challenge of the day: dealt by whoever comes first, and the same for everybody from then on."""

from __future__ import annotations

import secrets
from datetime import date

from classifier.models import ModelVersion, Task
from games.core.codec import OldState, from_json, to_json
from games.core.registry import GameName
from games.core.scoring import State
from games.models import DailyChallenge
from games.services.dealing import PLAIN, deal
from games.services.drawing import Pool
from games.services.pages import TooFew
from games.services.runs import RULES


def daily_state(game: GameName, day: date) -> tuple[str, State] | TooFew:
    """Return seed and state of a day's challenge as dealt; it comes from all shows, whatever anybody ticked."""
    challenge = DailyChallenge.objects.filter(day=day, game=game).first()
    if challenge is not None:
        try:
            return challenge.seed, from_json(RULES[game].state, challenge.state)
        except OldState:  # dealt before an update of the site: nobody can go on with it
            challenge.delete()
    return _deal(game, day)


def _deal(game: GameName, day: date) -> tuple[str, State] | TooFew:
    seed = secrets.token_urlsafe(12)
    pool = Pool(ModelVersion.objects.active(Task.SHOW), seen=None, learnt=False)
    state = deal(pool, game, PLAIN[game], seed)
    if isinstance(state, TooFew):
        return state
    # Of two who come first at the same time, one finds what the other dealt.
    dealt = {"seed": seed, "state": to_json(state)}
    challenge, _ = DailyChallenge.objects.get_or_create(day=day, game=game, defaults=dealt)
    return challenge.seed, from_json(RULES[game].state, challenge.state)
