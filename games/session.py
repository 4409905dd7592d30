"""Where a run lies while it is played: a session row of its own, which only the games write.

The visitor's session holds nothing but the keys of these rows. A row apart means that no other page can write an older
copy of it back, and that a move can lock it: of two posts at the same time the second finds what the first one did.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from catalog.visitors import known_token, owner_token
from classifier.visitors import client_address
from games.core.registry import GameName

KEEP = timedelta(days=7)
"""A run that nobody touches for so long is gone."""

TOKEN_SECONDS = 60 * 60
"""So long the address of a picture is good; a page that is loaded later makes new ones."""

_KEYS = "games"
_CODES = {GameName.TITLE: "t", GameName.MATCHING: "m", GameName.FRAME: "f"}


class Slot(NamedTuple):
    """Which run: of each game a visitor may have one going, and beside it the day's challenge."""

    game: GameName
    daily: bool = False

    @property
    def code(self) -> str:
        """Return two letters that the tokens of its pictures begin with."""
        return _CODES[self.game] + ("d" if self.daily else "r")


SLOTS = tuple(Slot(game, daily) for game in GameName for daily in (False, True))


@dataclass(frozen=True)
class Player:
    """Somebody who plays, with an account or without."""

    session: SessionBase
    user: AbstractBaseUser | AnonymousUser
    token: str  # empty for somebody who never had anything kept
    address: str = ""  # by which limits are counted, too

    @property
    def user_id(self) -> int | None:
        """Key of the account, None without one."""
        return self.user.pk if self.user.is_authenticated else None


@dataclass
class Saved:
    """A run as it lies in its row: the state of the game, and what the rules do not need to know."""

    slot: Slot
    state: dict[str, Any]  # of `games.core.codec`
    mode: str
    seed: str
    run: str = field(default_factory=lambda: secrets.token_urlsafe(16))  # by which its result counts once
    nonce: str = ""  # of the page that may move next
    pictures: dict[str, int] = field(default_factory=dict)  # frame by token: those that may be seen now
    issued: float = 0.0
    started: float = field(default_factory=time.time)
    ended: float | None = None
    day: str = ""  # of a daily challenge
    seen_only: bool = False
    notes: dict[str, Any] = field(default_factory=dict)  # reports and appeals of this round, totals of practice

    def show(self, frames: Iterable[int]) -> None:
        """Let these frames be seen and no other; those that were seen already keep their address while it is good."""
        known = {frame: token for token, frame in self.pictures.items()} if tokens_are_good(self) else {}
        wanted = list(dict.fromkeys(frames))
        if any(frame not in known for frame in wanted):
            self.issued = time.time() if not known else self.issued
        self.pictures = {known.get(frame) or self._token(): frame for frame in wanted}

    def moved(self) -> None:
        """Give the next page another nonce, so that this move is not made twice."""
        self.nonce = secrets.token_urlsafe(12)

    def _token(self) -> str:
        return self.slot.code + secrets.token_urlsafe(16)


def slot_of(token: str) -> Slot | None:
    """Return the slot whose pictures have tokens like this one, None where no slot's have."""
    return next((slot for slot in SLOTS if token.startswith(slot.code)), None)


def tokens_are_good(saved: Saved) -> bool:
    """Tell whether the addresses of a run's pictures have not expired."""
    return time.time() - saved.issued < TOKEN_SECONDS


def player_of(request: HttpRequest, *, make_token: bool = False) -> Player:
    """Return who plays; `make_token` gives a visitor the token by which results and reports are theirs."""
    token = owner_token(request) if make_token else known_token(request)
    return Player(request.session, request.user, token, client_address(request))


def save_new(player: Player, saved: Saved) -> None:
    """Put a run into its slot; the one that was there is over."""
    keys = player.session.get(_KEYS, {})
    key = keys.get(saved.slot.code) or secrets.token_hex(16)
    if saved.slot.code not in keys:
        player.session[_KEYS] = {**keys, saved.slot.code: key}
    Session.objects.update_or_create(pk=key, defaults=_columns(saved))


def had_run(player: Player, slot: Slot) -> bool:
    """Tell whether a run was ever put into a slot, be it there or not."""
    return slot.code in player.session.get(_KEYS, {})


def load(player: Player, slot: Slot) -> Saved | None:
    """Return the run of a slot, None where there is none or it expired."""
    key = player.session.get(_KEYS, {}).get(slot.code)
    return _read(Session.objects.filter(pk=key).first(), slot) if key else None


@contextmanager
def locked(player: Player, slot: Slot) -> Iterator[Saved | None]:
    """Give the run of a slot while nobody else can move it; what was changed is stored at the end, or nothing is."""
    key = player.session.get(_KEYS, {}).get(slot.code)
    with transaction.atomic():
        row = Session.objects.select_for_update().filter(pk=key).first() if key else None
        saved = _read(row, slot)
        yield saved
        if saved is not None:
            Session.objects.filter(pk=key).update(**_columns(saved))


def _read(row: Session | None, slot: Slot) -> Saved | None:
    if row is None or row.expire_date <= timezone.now():
        return None
    held = row.get_decoded()
    return Saved(**{**held["run"], "slot": slot}) if "run" in held else None


def _columns(saved: Saved) -> dict[str, Any]:
    held = {name: value for name, value in vars(saved).items() if name != "slot"}
    return {"session_data": SessionStore().encode({"run": held}), "expire_date": timezone.now() + KEEP}
