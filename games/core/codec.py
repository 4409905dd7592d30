"""States to JSON and back, with a number for the format: a round from before an update is recognised, not misread."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, partial
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

FORMAT = 2
"""Raised by whoever changes what a state holds."""

State = TypeVar("State")


class OldState(ValueError):  # noqa: N818 -- it reads as what it is
    """JSON that this version of the rules does not read."""


def to_json(state: object) -> dict[str, Any]:
    """Return a state (a frozen dataclass) as what JSON can hold, under the number of the format."""
    return {"format": FORMAT, "state": _plain(state)}


def from_json(kind: type[State], document: Any) -> State:
    """Return the state that `to_json` was given.

    Raises:
        OldState: the document has another format, or is none.
    """
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise OldState("This round is from before an update.")
    try:
        read: Callable[[Any], State] = _reader(cast(Any, kind))
        state = read(document.get("state"))
    except (AttributeError, TypeError, ValueError, KeyError) as error:
        raise OldState("This round cannot be read any more.") from error
    return state


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: type) -> Callable[[Any], Any]:
    """Return what makes JSON of values of a type. Made once: looking at types takes longer than the rest of a move."""
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        return lambda value: {name: _plain(getattr(value, name)) for name in names}
    if issubclass(kind, tuple):
        return lambda value: [_plain(item) for item in value]
    return attrgetter("value") if issubclass(kind, Enum) else _same


def _same(value: Any) -> Any:
    return value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return what builds values of a type from JSON, made once; a missing or unknown field is an error."""
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    origin = get_origin(kind)
    if origin is tuple:
        read_item = _reader(get_args(kind)[0])
        return lambda value: tuple([read_item(item) for item in value])
    if origin in (Union, types.UnionType):
        read_inner = _reader(next(part for part in get_args(kind) if part is not type(None)))
        return lambda value: None if value is None else read_inner(value)
    if issubclass(kind, Enum):
        return partial(kind)
    return partial(_exactly, kind)


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}

    def read(value: Any) -> Any:
        if value.keys() != readers.keys():
            raise KeyError(f"{kind.__name__} has other fields")
        return kind(**{name: read_field(value[name]) for name, read_field in readers.items()})

    return read


def _exactly(kind: type, value: Any) -> Any:
    """Return a value that is of a type and of no other; a whole number may stand for a float."""
    if type(value) is kind:
        return value
    if kind is float and type(value) is int:
        return float(value)
    raise TypeError(f"{value!r} is no {kind.__name__}")
