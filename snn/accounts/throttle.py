"""How often somebody may try a password, make accounts, or have mail sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from classifier.throttle import allow
from classifier.visitors import client_address

TOO_OFTEN = "too_often"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds."""

    times: int
    seconds: int


LOG_IN_AS_SOMEBODY = Limit(10, 5 * 60)  # one address, one name
LOG_IN_AS_ANYBODY = Limit(100, 60 * 60)  # one address, all names
LOG_IN_FROM_ANYWHERE = Limit(200, 60 * 60)  # all addresses, one name
SIGN_UP = Limit(20, 60 * 60)
RESET = Limit(10, 60 * 60)


def check_log_in(request: HttpRequest, username: str) -> None:
    """Count a try to log in.

    Raises:
        ValidationError: there were too many, right or wrong.
    """
    address, name = client_address(request), username.casefold()
    _check(f"log in {address} {name}", LOG_IN_AS_SOMEBODY)
    _check(f"log in {address}", LOG_IN_AS_ANYBODY)
    _check(f"log in as {name}", LOG_IN_FROM_ANYWHERE)


def check_address(request: HttpRequest, what: str, limit: Limit) -> None:
    """Count something done from an address.

    Raises:
        ValidationError: it was done too often.
    """
    _check(f"{what} {client_address(request)}", limit)


def _check(key: str, limit: Limit) -> None:
    if not allow(key, limit=limit.times, seconds=limit.seconds):
        minutes = limit.seconds // 60
        raise ValidationError(f"That was tried too often. Wait {minutes} minutes, then try again.", code=TOO_OFTEN)
