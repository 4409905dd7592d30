"""Tiny networks of the tasks beside the first, made active: they tell colours apart, like that for shows."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from classifier.models import ModelVersion
from classifier.services import activate_version, create_version
from tests.tiny_network import COLOURS, Colour, write_model

STYLE_COLOURS: dict[str, Colour] = {"anime": COLOURS["Red Show"], "cartoon": COLOURS["Blue Show"]}
TAG_COLOURS: dict[str, Colour] = {"red_hair": (220, 20, 20), "blue_eyes": (20, 20, 220), "indoors": (200, 60, 60)}
TAG_THRESHOLDS = (0.5, 0.6, 0.7)
TAG_GROUPS = {"red_hair": "hair colour", "blue_eyes": "eye colour"}


def make_style(name: str = "style-tiny", sharpness: float = 3.0) -> ModelVersion:
    """Let a network answer whether a picture is red (anime) or blue (cartoon)."""
    folder = Path(mkdtemp())
    write_model(folder, name=name, task="style", colours=STYLE_COLOURS, sharpness=sharpness)
    return _active(folder, "style")


def make_tags(name: str = "tags-tiny") -> ModelVersion:
    """Let a network give tags by colour: the logit of a tag is three times |picture|² - |picture - tag|²."""
    folder = Path(mkdtemp())
    write_model(
        folder,
        name=name,
        task="tags",
        colours=TAG_COLOURS,
        sharpness=3.0,
        thresholds=TAG_THRESHOLDS,
        label_groups=TAG_GROUPS,
    )
    return _active(folder, "tags")


def _active(folder: Path, task: str) -> ModelVersion:
    version = create_version(folder, task)
    activate_version(version)
    return version
