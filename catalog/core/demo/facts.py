"""What is known of a demo show: the facts for the catalogue, and the drawing that makes it recognisable."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.core.demo.cast import CastMember
from catalog.core.demo.style import Palette, Style


@dataclass(frozen=True)
class Drawing:
    """How a show looks: its hand, its paint box, where and when it plays, and what is said in it."""

    style: Style
    palette: Palette
    places: tuple[str, ...]  # names of sets
    times: tuple[str, ...]  # names of lights
    lines: tuple[str, ...]  # subtitles
    drift: str  # what floats through the air of this show: petals, sparks, fireflies, notes, dust, bubbles, stars


@dataclass(frozen=True)
class DemoShow:
    """A show that exists only here. Every name in it is invented."""

    slug: str
    title: str  # romaji
    title_english: str
    title_japanese: str
    synonyms: tuple[str, ...]
    year: int
    season: str
    type: str
    episodes: int
    studios: tuple[str, ...]
    genres: tuple[str, ...]
    demographic: str
    synopsis: str
    cast: tuple[CastMember, ...]
    drawing: Drawing
    franchise: str = ""
