"""Reading settings from the environment (or `.env`) so that an error names the variable that is wrong."""

from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_WORDS = {"true": True, "on": True, "yes": True, "1": True, "false": False, "off": False, "no": False, "0": False}


class Environment(environ.Env):  # type: ignore[misc]  # django-environ ships no types
    """Like `environ.Env`, but strict: a word that is neither yes nor no is an error, not a no."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Read one variable; `ImproperlyConfigured` names it when its value cannot be used."""
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} in the environment or .env cannot be used: {error}.") from error

    def bool(self, var: str, default: bool) -> bool:
        """Read yes or no: true, on, yes, 1 or false, off, no, 0, in upper or lower case."""
        word = str(self.str(var, default=str(default))).strip().lower()
        if word not in _WORDS:
            raise ImproperlyConfigured(f"{var} in the environment or .env is {word!r}; write on or off.")
        return _WORDS[word]
