"""What makes a show's drawings its own: the colours, the line, the eyes, the shading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EyeShape = Literal["classic", "sharp", "round", "dot", "sparkle", "almond", "tall"]
Jaw = Literal["round", "pointed", "square", "wide", "oval"]
Shading = Literal["cel", "double", "soft", "flat", "hatch"]
Texture = Literal["none", "paper", "grain", "scanlines", "halftone", "bloom"]


@dataclass(frozen=True)
class Palette:
    """The paint box of the backgrounds."""

    wall: str
    floor: str
    accent: str
    second: str
    foliage: str
    sky: str
    sky_share: float = 0.25


@dataclass(frozen=True)
class Style:
    """The hand of a show's (invented) character designer."""

    line: str
    line_width: float  # pixels on a close-up; thinner in wide shots
    eyes: EyeShape
    eye_size: float  # 1 is common
    jaw: Jaw
    shading: Shading
    texture: Texture
    heads: float  # the height of a grown figure, in heads
    shadow: str  # the colour that shadows lean to
    blush: float = 0.5  # opacity
    shine: float = 0.5  # opacity of the light on hair
