"""The recipe of a run, `recipe.json`: enough to repeat it.

Written by `manage.py train`, read by every job of the engine; what is wrong is named with file and field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

from classifier.core.preprocess import VIEWS, View
from training.core.task import TASKS

FORMAT = 1


class RecipeError(ValueError):
    """A recipe that cannot be followed; the message names file and field."""


@dataclass(frozen=True)
class DatasetRef:
    """A data set a run learns from: `sha256` covers its description and every picture."""

    name: str
    path: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Recipe:
    """Everything that decides how a run ends.

    `labels`: the known labels, in the order of the outputs. `size`: side of the input in pixels, `resize`: the shorter
    side before the crop at evaluation, `views`: the crops looked at then. `batch_size`: pictures per optimiser step
    over all processes. `learning_rate`: peak of the one-cycle schedule. `stranger_weight`: weight of a stranger's loss
    (Hendrycks et al. 2019) against 1 of a known picture. `ema_decay`: of the averaged weights, 0 keeps none.
    """

    name: str
    task: str
    datasets: tuple[DatasetRef, ...]
    labels: tuple[str, ...]
    architecture: str = "tf_efficientnet_lite0"
    pretrained: str = "package"
    embedding: int = 256
    size: int = 192
    resize: int = 208
    views: tuple[View, ...] = ("center",)
    epochs: int = 12
    batch_size: int = 32
    micro_batch_size: int = 32
    learning_rate: float = 1e-3
    weight_decay: float = 0.02
    label_smoothing: float = 0.1
    dropout: float = 0.2
    smallest_crop: float = 0.35
    erasing: float = 0.25
    stranger_weight: float = 0.5
    ema_decay: float = 0.998
    seed: int = 0
    code_version: str = "unknown"

    def __post_init__(self) -> None:
        checks = {
            "task": self.task in TASKS,
            "labels": len(self.labels) >= 2 and len(set(self.labels)) == len(self.labels),
            "size": 32 <= self.size <= self.resize,
            "views": bool(self.views) and set(self.views) <= set(VIEWS),
            "epochs": self.epochs >= 1,
            "batch_size": self.batch_size >= 2,
            "micro_batch_size": self.micro_batch_size >= 1,
            "embedding": 1 <= self.embedding <= 256,
            "learning_rate": self.learning_rate > 0,
            "label_smoothing": 0 <= self.label_smoothing < 1,
            "dropout": 0 <= self.dropout < 1,
            "smallest_crop": 0 < self.smallest_crop <= 1,
            "erasing": 0 <= self.erasing <= 1,
            "stranger_weight": self.stranger_weight >= 0,
            "ema_decay": 0 <= self.ema_decay < 1,
        }
        for field, holds in checks.items():
            if not holds:
                raise RecipeError(f"{field} cannot be {getattr(self, field)!r}")


def recipe_to_json(recipe: Recipe) -> dict[str, Any]:
    """Return what `json.dump` writes."""
    return {"format": FORMAT, **asdict(recipe)}


def recipe_from_json(data: Mapping[str, Any], *, source: str = "recipe.json") -> Recipe:
    """Check and convert the parsed JSON of a recipe; `source` is named in errors."""
    if data.get("format") != FORMAT:
        raise RecipeError(f"{source}: format is {data.get('format')!r}, this program reads {FORMAT}")
    known = {field.name for field in fields(Recipe)}
    unknown = set(data) - known - {"format"}
    if unknown:
        raise RecipeError(f"{source}: unknown field {', '.join(sorted(unknown))}")
    values = {name: data[name] for name in known & set(data)}
    for name, hint in get_type_hints(Recipe).items():
        if name in values and hint in {int, float, str} and not _fits(values[name], hint):
            raise RecipeError(f"{source}: {name} cannot be {values[name]!r}")
    try:
        values["datasets"] = tuple(DatasetRef(**dataset) for dataset in values["datasets"])
        values |= {name: tuple(values[name]) for name in ("labels", "views") if name in values}
        return Recipe(**values)
    except (KeyError, TypeError) as error:
        raise RecipeError(f"{source}: {error}") from error
    except RecipeError as error:
        raise RecipeError(f"{source}: {error}") from error


def read_recipe(run: Path) -> Recipe:
    """Read the recipe of a run's folder."""
    path = run / "recipe.json"
    try:
        return recipe_from_json(json.loads(path.read_text(encoding="utf-8")), source=str(path))
    except FileNotFoundError as error:
        raise RecipeError(f"{path}: there is no such file") from error
    except json.JSONDecodeError as error:
        raise RecipeError(f"{path}: not JSON ({error})") from error


def _fits(value: object, hint: type) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, (int, float)) if hint is float else isinstance(value, hint)
