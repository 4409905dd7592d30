"""The card of a model, `model.json`: everything that serving needs to know and people want to know.

Read with `read_card`, which names file and field of what is wrong; written by `manage.py promote`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from classifier.core.preprocess import InputSpec
from classifier.core.unknown import UnknownRule

FORMAT = 1
Kind = Literal["single", "multiple"]
KINDS: tuple[Kind, ...] = get_args(Kind)
BESIDE = "+"
"""Parts the names of trunks that look at the same picture side by side, as in an ensemble."""


class CardError(ValueError):
    """A card that cannot be read; the message names file and field."""


@dataclass(frozen=True)
class ModelCard:
    """What stands on the card.

    `labels`: in the order of the network's outputs. `outputs`: width of each output by name (`logits`, `embedding`).
    `metrics`: by part (`val`, `test`), then by domain, as `classifier.core.report` gives them. `data`: name, sha256 and
    number of rows of each data set. `files`: sha256 of each file beside the card.

    `kind`: `single` where one label is true (softmax), `multiple` where any number may be (a sigmoid each, the
    temperature before it). Then `thresholds`, in the order of the labels, say from which probability on a label counts,
    and `label_groups` to which group a label belongs. `left_out`: labels of the data that were too rare to learn, with
    how many pictures had them.
    """

    name: str
    task: str
    labels: tuple[str, ...]
    input: InputSpec
    outputs: Mapping[str, int]
    temperature: float
    unknown: UnknownRule
    metrics: Mapping[str, Mapping[str, Mapping[str, Any]]]
    architecture: str
    run: str
    epoch: int
    created: str
    recipe_sha256: str
    data: tuple[Mapping[str, Any], ...]
    files: Mapping[str, str]
    learnt_from: str
    may_be_used_for: str
    kind: Kind = "single"
    thresholds: tuple[float, ...] = ()
    label_groups: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.labels) < 2 or len(set(self.labels)) != len(self.labels):
            raise ValueError("labels must be two or more, all different")
        if self.outputs.get("logits") != len(self.labels):
            raise ValueError(f"outputs.logits must be the number of labels, {len(self.labels)}")
        if not 1 <= self.outputs.get("embedding", 0) <= 256:
            raise ValueError("outputs.embedding must lie between 1 and 256")
        if not self.temperature > 0:
            raise ValueError("temperature must be above 0")
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {self.kind!r}")
        if len(self.thresholds) != (len(self.labels) if self.kind == "multiple" else 0):
            raise ValueError("thresholds must be as many as labels where kind is multiple, and none where it is single")
        if not all(0 <= threshold <= 1 for threshold in self.thresholds):
            raise ValueError("thresholds must lie between 0 and 1")
        if unknown_labels := sorted(set(self.label_groups) - set(self.labels)):
            raise ValueError(f"label_groups names {unknown_labels[0]!r}, which is no label")


_FIELD_TYPES: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "task": str,
    "labels": list,
    "input": dict,
    "outputs": dict,
    "temperature": (int, float),
    "unknown": dict,
    "metrics": dict,
    "architecture": str,
    "run": str,
    "epoch": int,
    "created": str,
    "recipe_sha256": str,
    "data": list,
    "files": dict,
    "learnt_from": str,
    "may_be_used_for": str,
}
_OPTIONAL_TYPES: dict[str, type | tuple[type, ...]] = {
    "kind": str,
    "thresholds": list,
    "label_groups": dict,
    "left_out": dict,
}
"""Cards that were written before there were tasks beside the first have none of these."""


def card_from_json(data: Mapping[str, Any], *, source: str = "model.json") -> ModelCard:
    """Check and convert the parsed JSON of a card; `source` is named in errors."""
    if data.get("format") != FORMAT:
        raise CardError(f"{source}: format is {data.get('format')!r}, this program reads {FORMAT}")
    if missing := [name for name in _FIELD_TYPES if name not in data]:
        raise CardError(f"{source}: {missing[0]} is missing")
    types = {**_FIELD_TYPES, **{name: wanted for name, wanted in _OPTIONAL_TYPES.items() if name in data}}
    for name, wanted in types.items():
        if not isinstance(data[name], wanted):
            raise CardError(f"{source}: {name} has the wrong type, {type(data[name]).__name__}")
    try:
        spec: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in data["input"].items()
        }
        fields = {name: data[name] for name in types}
        return ModelCard(
            **{
                **fields,
                "labels": tuple(data["labels"]),
                "thresholds": tuple(float(threshold) for threshold in data.get("thresholds", ())),
                "input": InputSpec(**spec),
                "unknown": UnknownRule(**data["unknown"]),
                "data": tuple(data["data"]),
            }
        )
    except (TypeError, ValueError) as error:
        raise CardError(f"{source}: {error}") from error


def read_card(path: Path) -> ModelCard:
    """Read `model.json` at a path, or in a folder."""
    path = path / "model.json" if path.is_dir() else path
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CardError(f"{path}: there is no such file") from error
    except ValueError as error:
        raise CardError(f"{path}: not JSON ({error})") from error
    if not isinstance(data, dict):
        raise CardError(f"{path}: not a JSON object")
    return card_from_json(data, source=str(path))


def card_to_json(card: ModelCard) -> dict[str, Any]:
    """Return plain JSON values, which `card_from_json` reads back to an equal card."""
    values: dict[str, Any] = json.loads(json.dumps({"format": FORMAT, **asdict(card)}))
    return values
