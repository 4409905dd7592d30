"""What a member of a cast looks like, in words that the drawing and the tags share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HairBack = Literal["short", "bob", "long", "hime", "twintails", "ponytail", "bun", "braid", "spiky", "fluffy", "bald"]
Fringe = Literal["straight", "parted", "swept", "spiky", "curtain", "thin", "none"]
Dress = Literal[
    "sailor",
    "blazer",
    "kimono",
    "hoodie",
    "apron",
    "spacesuit",
    "tracksuit",
    "idol",
    "coat",
    "overalls",
    "cape",
    "shirt",
]
Legs = Literal["skirt", "trousers", "shorts", "robe"]
Build = Literal["child", "woman", "man"]


@dataclass(frozen=True)
class Look:
    """One person's drawn design. Colours are '#rrggbb'; the names beside them are for tags."""

    build: Build
    skin: str
    hair: str
    hair_name: str
    back: HairBack
    fringe: Fringe
    eyes: str
    eyes_name: str
    dress: Dress
    cloth: str
    trim: str
    legs: Legs
    legs_colour: str
    accessories: tuple[str, ...] = ()
    volume: float = 1.0  # of the hair, 1 is common
    boy: bool = False  # only children need telling

    @property
    def gender(self) -> str:
        """The word that taggers count people by."""
        return "boy" if self.boy or self.build == "man" else "girl"


@dataclass(frozen=True)
class CastMember:
    """A person of a show: what the catalogue says about them, and their drawn design."""

    slug: str
    name: str
    name_japanese: str
    description: str
    look: Look

    @property
    def hair(self) -> str:
        """The colour of the hair in a word."""
        return self.look.hair_name

    @property
    def eyes(self) -> str:
        """The colour of the eyes in a word."""
        return self.look.eyes_name
