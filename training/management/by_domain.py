"""Options that give a number for a domain, such as `--repeat frames=3`."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import TypeVar

Number = TypeVar("Number", int, float)


def by_domain(kind: Callable[[str], Number], *, form: str, example: str) -> Callable[[str], tuple[str, Number]]:
    """Return what parses `domain=number`; `form` and `example` say in the refusal how it is written."""

    def parse(text: str) -> tuple[str, Number]:
        domain, _, number = text.partition("=")
        try:
            return domain, kind(number)
        except ValueError:
            raise ArgumentTypeError(f"{text!r} is no {form}, such as {example}") from None

    return parse
