"""Who asks through the API: a key, somebody logged in, or an address; and what they may still ask today."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest

from classifier.core.image import ImageRefused
from classifier.models import ApiKey
from classifier.services.api_keys import key_of
from classifier.throttle import count_one, counted, seconds_left
from classifier.visitors import client_address

DAY = 24 * 60 * 60
MINUTE = 60
KEYED_TIMES = 10
"""A key may send so many times more in a minute than an address without one."""


class KeyRefused(Exception):  # noqa: N818 - it reads as what it is
    """A key that is none, or that was taken back."""

    def __init__(self) -> None:
        super().__init__("This API key is not known here, or was taken back.")


class TooOften(ImageRefused):
    """More pictures than one may send in a minute; `seconds` says when to go on."""

    def __init__(self, limit: int, seconds: int) -> None:
        super().__init__(f"At most {limit} pictures a minute. Go on in {seconds} seconds.", 429)
        self.seconds = seconds


class QuotaSpent(ImageRefused):
    """More pictures than one may send in a day; `seconds` says when to go on."""

    def __init__(self, limit: int, seconds: int) -> None:
        super().__init__(f"Your {limit:,} pictures of today are used up. Go on tomorrow, at midnight UTC.", 429)
        self.seconds = seconds


@dataclass(frozen=True)
class Rest:
    """What is left of a limit: `limit` is None where there is none, `reset` the seconds until it starts anew."""

    limit: int | None
    used: int
    reset: int

    @property
    def remaining(self) -> int | None:
        return None if self.limit is None else max(self.limit - self.used, 0)


@dataclass(frozen=True)
class Caller:
    """Whoever asks, for the length of a request. `name` is what their pictures are counted under."""

    name: str
    address: str
    user: AbstractBaseUser | AnonymousUser
    key: ApiKey | None = None
    _known: dict[str, int] = field(default_factory=dict, compare=False, repr=False)  # counts, as last heard

    @property
    def per_minute(self) -> int:
        """How many pictures they may send in a minute."""
        limit: int = settings.SNN_UPLOADS_PER_MINUTE
        return limit * KEYED_TIMES if self.key else limit

    @property
    def quota(self) -> int | None:
        """How many pictures they may send in a day; None: any number."""
        if self.key:
            return self.key.quota
        limit: int = settings.SNN_API_QUOTA
        return limit

    def today(self) -> Rest:
        """Return what is left of the quota."""
        used = 0 if self.quota is None else self._used(self._day, DAY)
        return Rest(self.quota, used, seconds_left(DAY))

    def this_minute(self) -> Rest:
        """Return what is left of this minute."""
        return Rest(self.per_minute, self._used(self._minute, MINUTE), seconds_left(MINUTE))

    def check(self) -> None:
        """Let one more picture through.

        Raises:
            TooOften, QuotaSpent: there were as many as they may send.
        """
        if self._count(self._minute, MINUTE) > self.per_minute:
            raise TooOften(self.per_minute, seconds_left(MINUTE))
        rest = self.today()
        if rest.limit is not None and rest.used >= rest.limit:
            raise QuotaSpent(rest.limit, rest.reset)

    def charge(self) -> None:
        """Count a picture that was taken; one that was refused costs nothing."""
        if self.quota is not None:
            self._count(self._day, DAY)

    def _count(self, name: str, seconds: int) -> int:
        self._known[name] = count_one(name, seconds=seconds) or 0
        return self._known[name]

    def _used(self, name: str, seconds: int) -> int:
        if name not in self._known:
            self._known[name] = counted(name, seconds=seconds)
        return self._known[name]

    @property
    def _minute(self) -> str:
        return f"upload:{self.name}"  # an address is counted together with its pictures from the pages

    @property
    def _day(self) -> str:
        return f"quota:{self.name}"


def caller_of(request: HttpRequest, key_text: str, user: AbstractBaseUser | AnonymousUser) -> Caller:
    """Find out who asks, by a key where they sent one.

    Raises:
        KeyRefused: the key is none.
    """
    address = client_address(request)
    if not key_text:
        return Caller(f"user:{user.pk}" if user.is_authenticated else address, address, user)
    key = key_of(key_text)
    if key is None:
        raise KeyRefused
    return Caller(f"key:{key.pk}", address, key.user or AnonymousUser(), key)
