"""The recipe of a sweep, a TOML or JSON file: what stays, what is varied, and how long the tries are trained.

    name = "rates"
    datasets = ["my-pictures"]          # relative to this file
    search = "random"                   # or "grid": every combination of lists
    count = 12                          # of a random search
    seed = 0
    rungs = [3, 9]                      # epochs of each round; the best of a round go on to the next
    keep = 0.34                         # share that goes on
    metric = "val_loss"                 # of evaluations.jsonl

    [fixed]
    size = 128

    [space]
    learning_rate = { from = 0.0003, to = 0.01, scale = "log" }
    smallest_crop = [0.2, 0.35, 0.6]

What is wrong is named with file and field.
"""

from __future__ import annotations

import itertools
import json
import math
import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from training.core.recipe import Recipe, RecipeError, fits
from training.core.tasks import TASKS

LOWER_IS_BETTER = {"val_loss": True, "val_loss_raw": True, "top1": False, "top5": False, "map": False}
_DECIDED = frozenset({"name", "task", "datasets", "labels", "epochs", "code_version"})
"""Fields of a recipe that the sweep sets by itself."""

Options = dict[str, Any]


class SweepError(ValueError):
    """A sweep that cannot be followed; the message names file and field."""


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high`, drawn evenly or evenly in their logarithms; whole ones where both ends are."""

    low: float
    high: float
    log: bool = False

    def draw(self, chance: random.Random) -> float:
        """Return one of them, rounded to three digits so that a person can write it down."""
        if isinstance(self.low, int) and isinstance(self.high, int) and not self.log:
            return chance.randint(self.low, self.high)
        low, high = (math.log(self.low), math.log(self.high)) if self.log else (self.low, self.high)
        drawn = chance.uniform(low, high)
        value = float(f"{math.exp(drawn) if self.log else drawn:.3g}")
        return round(value) if isinstance(self.low, int) and isinstance(self.high, int) else value


@dataclass(frozen=True)
class Sweep:
    """What a file asks for. `space` holds a tuple of values or a range by the name of each varied field."""

    name: str
    datasets: tuple[Path, ...]
    space: Mapping[str, tuple[Any, ...] | Range]
    task: str = "show"
    known: Path | None = None
    search: str = "grid"
    count: int = 0
    seed: int = 0
    rungs: tuple[int, ...] = (12,)
    keep: float = 1 / 3
    metric: str = "val_loss"
    val: float = 0.15
    fixed: Options = field(default_factory=dict)

    def __post_init__(self) -> None:
        checks = {
            "name": bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}", self.name)),
            "datasets": bool(self.datasets),
            "task": self.task in TASKS,
            "search": self.search in {"grid", "random"},
            "count": self.count >= 2 if self.search == "random" else self.count == 0,
            "rungs": bool(self.rungs) and self.rungs[0] >= 1 and list(self.rungs) == sorted(set(self.rungs)),
            "keep": 0 < self.keep < 1,
            "metric": self.metric in LOWER_IS_BETTER,
            "val": 0 < self.val < 1,
            "space": bool(self.space),
        }
        for name, holds in checks.items():
            if not holds:
                raise SweepError(f"{name} cannot be {getattr(self, name)!r}")

    def candidates(self) -> list[Options]:
        """Return the fields of the recipe of each try, all different, always the same for the same file.

        Raises:
            SweepError: a try is no recipe, or a random search finds too few that differ.
        """
        varied = self._combinations() if self.search == "grid" else self._drawn()
        fixed = {name: tuple(value) if isinstance(value, list) else value for name, value in self.fixed.items()}
        tries = [{**fixed, "seed": self.seed, **values} for values in varied]
        for values in tries:
            _check_recipe(values)
        return tries

    def _combinations(self) -> list[Options]:
        for name, values in self.space.items():
            if isinstance(values, Range):
                raise SweepError(f"space.{name} is a range, of which a grid has no end: name values, or draw at random")
        lists = [values for values in self.space.values() if not isinstance(values, Range)]
        return [dict(zip(self.space, values, strict=True)) for values in itertools.product(*lists)]

    def _drawn(self) -> list[Options]:
        chance = random.Random(self.seed)
        drawn: list[Options] = []
        for _ in range(100 * self.count):
            values = {
                name: values.draw(chance) if isinstance(values, Range) else chance.choice(values)
                for name, values in self.space.items()
            }
            if values not in drawn:
                drawn.append(values)
            if len(drawn) == self.count:
                return drawn
        raise SweepError(f"count is {self.count}, but the space holds hardly more than {len(drawn)} different tries")


def read_sweep(path: Path) -> Sweep:
    """Read a sweep's file.

    Raises:
        SweepError: it is not there, neither TOML nor JSON, or says what cannot be.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as error:
        raise SweepError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise SweepError(f"{path}: is neither TOML nor JSON ({error})") from error
    try:
        return _sweep(data, path.parent)
    except SweepError as error:
        raise SweepError(f"{path}: {error}") from error


def as_json(sweep: Sweep) -> Options:
    """Return what tells one sweep from another, as plain values."""
    plain: Options = json.loads(json.dumps(asdict(sweep), default=str))
    return plain


def _sweep(data: object, folder: Path) -> Sweep:
    if not isinstance(data, dict):
        raise SweepError("is no table of fields")
    known = {item.name for item in fields(Sweep)}
    if unknown := sorted(set(data) - known):
        raise SweepError(f"unknown field {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    values = dict(data)
    _check_types(values)
    try:
        values["datasets"] = tuple(folder / name for name in values.get("datasets", ()))
        values["space"] = {name: _values(name, given) for name, given in values.get("space", {}).items()}
        values |= {"rungs": tuple(values["rungs"])} if "rungs" in values else {}
        values |= {"known": folder / values["known"]} if "known" in values else {}
        sweep = Sweep(**values)
    except TypeError as error:
        raise SweepError(str(error).removeprefix("Sweep.__init__() ")) from error
    _check_fields(sweep)
    return sweep


def _check_types(values: Mapping[str, Any]) -> None:
    wanted: dict[str, type] = dict.fromkeys(("name", "task", "known", "search", "metric"), str)
    wanted |= dict.fromkeys(("count", "seed"), int) | dict.fromkeys(("keep", "val"), float)
    wanted |= dict.fromkeys(("datasets", "rungs"), list) | dict.fromkeys(("fixed", "space"), dict)
    for name, value in values.items():
        holds = isinstance(value, wanted[name]) if wanted[name] in {list, dict} else fits(value, wanted[name])
        if not holds or (name == "rungs" and not all(fits(rung, int) for rung in value)):
            raise SweepError(f"{name} cannot be {value!r}")


def _values(name: str, given: object) -> tuple[Any, ...] | Range:
    if isinstance(given, list) and given:
        return tuple(tuple(value) if isinstance(value, list) else value for value in given)
    if isinstance(given, dict) and {"from", "to"} <= set(given) <= {"from", "to", "scale"}:
        low, high, scale = given["from"], given["to"], given.get("scale", "linear")
        numbers = fits(low, float) and fits(high, float) and low < high
        if numbers and (scale == "linear" or (scale == "log" and low > 0)):
            return Range(low, high, log=scale == "log")
    raise SweepError(f"space.{name} is neither a list of values nor {{ from, to, scale }}, but {given!r}")


def _check_fields(sweep: Sweep) -> None:
    allowed = {item.name for item in fields(Recipe)} - _DECIDED
    for part, names in (("fixed", sweep.fixed), ("space", sweep.space)):
        for name in names:
            if name not in allowed:
                raise SweepError(
                    f"{part}.{name} is nothing that a sweep may set; that are {', '.join(sorted(allowed))}"
                )
    if twice := sorted(set(sweep.fixed) & set(sweep.space)):
        raise SweepError(f"{twice[0]} stands in fixed and in space")
    if "seed" in {*sweep.fixed, *sweep.space}:
        raise SweepError("seed stands beside name: it also deals out who judges, which must be the same for all tries")


def _check_recipe(values: Options) -> None:
    hints = get_type_hints(Recipe)
    for name, value in values.items():
        if hints[name] in {int, float, str} and not fits(value, hints[name]):
            raise SweepError(f"{name} cannot be {value!r}")
    try:
        Recipe(name="try", task="show", datasets=(), labels=("a", "b"), **values)
    except (RecipeError, TypeError) as error:
        raise SweepError(str(error)) from error
