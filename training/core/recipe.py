"""The recipe of a run, `recipe.json`: enough to repeat it.

Written by `manage.py train`, read by every job of the engine; what is wrong is named with file and field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from classifier.core.preprocess import VIEWS, View
from training.core.tasks import TASKS

FORMAT = 1
CHANGES = ("grey", "erasing", "captions", "borders", "blur", "palettes", "mixup")
SHARES = (*CHANGES, "growth", "stranger_share", "trunk_rate")
LOSSES = ("bce", "asymmetric")
PRECISIONS = ("auto", "float32", "bfloat16")


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
class Member:
    """A network that an ensemble averages: its weights, whose logits are divided by its own temperature before."""

    name: str
    architecture: str
    weights: str
    sha256: str
    temperature: float


@dataclass(frozen=True)
class Recipe:
    """Everything that decides how a run ends.

    `labels`: the known labels, in the order of the outputs. `size`: side of the input in pixels, `resize`: the shorter
    side before the crop at evaluation, `views`: the crops looked at then, `judged_size`: their side, where it is not
    `size` (things look larger in training crops, so a little more often helps: Touvron et al. 2019), `cut_borders`:
    whether bars and margins are cut first. `batch_size`: pictures per optimiser step
    over all processes. `learning_rate`: peak of the one-cycle schedule. `trunk_rate`: share of it at which the
    pretrained trunk learns; in the first `frozen_epochs` it does not learn at all. Little and late keeps what it knew
    of pictures unlike the training ones (Kumar et al. 2022). `stranger_weight`: weight of a stranger's loss
    (Hendrycks et al. 2019) against 1 of a known picture. `ema_decay`: of the averaged weights, 0 keeps none.
    `precision`: of the arithmetic in training; `auto` is `bfloat16` on GPUs and `float32` on CPUs.

    `first_size`: side of the input in the first epoch, growing to `size` over the first `growth` of all epochs
    (progressive resizing, Tan and Le 2021); 0 trains at `size` throughout. `colour`: how far brightness, contrast and
    saturation may go. `captions`, `borders`, `blur`, `erasing`: shares of training pictures changed so. `palettes`:
    share painted in the colours of a picture of another domain (Reinhard et al. 2001). `mixup`: share mixed with
    another picture (Zhang et al. 2018). `repeats`: how often an epoch shows each known picture of a domain;
    `balanced_domains`: domains in which few labels have pictures, which say little of labels that have none there;
    `stranger_share`: at most this share of an epoch are strangers, drawn anew each time, domains alike.
    `companion_weight`: of the loss of a second head, over every label of the data, strangers' too; it teaches the
    embedding, and how likely it takes a picture for a known one becomes the energy of the logits. `grey`: share of
    training pictures without colour. `class_balance`: the beta of class-balanced losses (Cui et al. 2019): near 1
    labels weigh alike however many pictures they have, at 0 pictures do.

    Of tasks with several labels: `loss`: `bce` or `asymmetric` (Ridnik et al. 2021). `least_pictures`: rarer labels are
    left out. `group_weight`: weight of a softmax over labels of which one at most can be true, such as colours of eyes.
    Label smoothing is within such groups there. `unsaid_weight`: weight with which a picture denies labels that no
    picture of its data set has.

    `members`: of an ensemble, which is put together and not trained: the networks whose answers it averages.
    `seen_shares`: of an ensemble; for a domain, the share of known pictures to come that is expected of labels which
    have training pictures there. Where none is given, they are as likely as its networks learnt.

    `planned`: a pair (epoch, epochs) for every time a run was given another length: up to that epoch it followed a
    schedule of so many.
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
    judged_size: int = 0
    cut_borders: bool = False
    epochs: int = 12
    batch_size: int = 32
    micro_batch_size: int = 32
    learning_rate: float = 1e-3
    trunk_rate: float = 1.0
    frozen_epochs: int = 0
    weight_decay: float = 0.02
    label_smoothing: float = 0.1
    dropout: float = 0.2
    smallest_crop: float = 0.35
    erasing: float = 0.25
    first_size: int = 0
    growth: float = 0.6
    colour: float = 0.4
    grey: float = 0.05
    captions: float = 0.0
    borders: float = 0.0
    blur: float = 0.0
    palettes: float = 0.0
    mixup: float = 0.0
    repeats: Mapping[str, int] = field(default_factory=dict)
    balanced_domains: tuple[str, ...] = ()
    stranger_share: float = 1.0
    stranger_weight: float = 0.5
    companion_weight: float = 0.0
    class_balance: float = 0.0
    loss: str = "bce"
    least_pictures: int = 1
    group_weight: float = 0.0
    unsaid_weight: float = 0.0
    ema_decay: float = 0.998
    precision: str = "auto"
    seed: int = 0
    members: tuple[Member, ...] = ()
    seen_shares: Mapping[str, float] = field(default_factory=dict)
    planned: tuple[tuple[int, int], ...] = ()
    code_version: str = "unknown"

    def __post_init__(self) -> None:
        checks = {
            "task": self.task in TASKS,
            "labels": len(self.labels) >= 2 and len(set(self.labels)) == len(self.labels),
            "size": self.size >= 32,
            "judged_size": self.judged_size == 0 or self.judged_size >= 32,
            "resize": self.resize >= (self.judged_size or self.size),
            "views": bool(self.views) and set(self.views) <= set(VIEWS),
            "epochs": self.epochs >= 1,
            "batch_size": self.batch_size >= 2,
            "micro_batch_size": self.micro_batch_size >= 1,
            "embedding": 1 <= self.embedding <= 256,
            "learning_rate": self.learning_rate > 0,
            "frozen_epochs": self.frozen_epochs >= 0,
            "label_smoothing": 0 <= self.label_smoothing < 1,
            "dropout": 0 <= self.dropout < 1,
            "smallest_crop": 0 < self.smallest_crop <= 1,
            **{share: 0 <= getattr(self, share) <= 1 for share in SHARES},
            "first_size": self.first_size == 0 or 32 <= self.first_size <= self.size,
            "colour": 0 <= self.colour < 1,
            "repeats": all(isinstance(times, int) and times >= 1 for times in self.repeats.values()),
            "seen_shares": all(0 < share < 1 for share in self.seen_shares.values()),
            "stranger_weight": self.stranger_weight >= 0,
            "companion_weight": self.companion_weight >= 0,
            "class_balance": 0 <= self.class_balance < 1,
            "loss": self.loss in LOSSES,
            "least_pictures": self.least_pictures >= 1,
            "group_weight": self.group_weight >= 0,
            "unsaid_weight": 0 <= self.unsaid_weight <= 1,
            "ema_decay": 0 <= self.ema_decay < 1,
            "precision": self.precision in PRECISIONS,
        }
        for name, holds in checks.items():
            if not holds:
                raise RecipeError(f"{name} cannot be {getattr(self, name)!r}")

    @property
    def is_multiple(self) -> bool:
        """Whether any number of labels may be true of a picture."""
        return TASKS[self.task].kind == "multiple"

    def halves(self, device: str) -> bool:
        """Whether training on this kind of device (`cpu`, `cuda`) calculates with bfloat16 where that is safe."""
        return self.precision == "bfloat16" or (self.precision == "auto" and device == "cuda")

    def size_in(self, epoch: int) -> int:
        """Return the side of the training input in an epoch, in steps of 16 pixels."""
        growing = self.growth * self.epochs
        if not self.first_size or epoch >= growing:
            return self.size
        return min(self.size, round((self.first_size + (self.size - self.first_size) * epoch / growing) / 16) * 16)


def recipe_to_json(recipe: Recipe) -> dict[str, Any]:
    """Return what `json.dump` writes."""
    return {"format": FORMAT, **asdict(recipe)}


def recipe_from_json(data: Mapping[str, Any], *, source: str = "recipe.json") -> Recipe:
    """Check and convert the parsed JSON of a recipe; `source` is named in errors."""
    if data.get("format") != FORMAT:
        raise RecipeError(f"{source}: format is {data.get('format')!r}, this program reads {FORMAT}")
    known = {one.name for one in fields(Recipe)}
    unknown = set(data) - known - {"format"}
    if unknown:
        raise RecipeError(f"{source}: unknown field {', '.join(sorted(unknown))}")
    values = {name: data[name] for name in known & set(data)}
    for name, hint in get_type_hints(Recipe).items():
        if name in values and hint in {int, float, str} and not fits(values[name], hint):
            raise RecipeError(f"{source}: {name} cannot be {values[name]!r}")
    try:
        values["datasets"] = tuple(DatasetRef(**dataset) for dataset in values["datasets"])
        values |= {name: tuple(values[name]) for name in ("labels", "views", "balanced_domains") if name in values}
        values["members"] = tuple(Member(**member) for member in values.get("members", ()))
        values["planned"] = tuple((int(epoch), int(epochs)) for epoch, epochs in values.get("planned", ()))
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


def fits(value: object, hint: type) -> bool:
    """Tell whether a value read from a file is of a type; whole numbers are floats too, truths are no numbers."""
    if isinstance(value, bool):
        return False
    return isinstance(value, (int, float)) if hint is float else isinstance(value, hint)
