"""Colours are '#rrggbb' strings: they go into SVG as they are and compare in tests."""

from __future__ import annotations

from functools import lru_cache

WHITE = "#ffffff"
BLACK = "#000000"


@lru_cache(maxsize=4096)
def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def from_channels(red: float, green: float, blue: float) -> str:
    """The colour of three channels, rounded and kept within 0 to 255."""
    return "#" + "".join(f"{min(255, max(0, round(value))):02x}" for value in (red, green, blue))


@lru_cache(maxsize=16384)
def mix(first: str, second: str, share: float) -> str:
    """`share` (0 to 1) of the second colour in the first."""
    pairs = zip(channels(first), channels(second), strict=True)
    red, green, blue = (a + (b - a) * share for a, b in pairs)
    return from_channels(red, green, blue)


@lru_cache(maxsize=16384)
def multiply(colour: str, light: str) -> str:
    """The colour as seen under a coloured light: white light changes nothing."""
    pairs = zip(channels(colour), channels(light), strict=True)
    red, green, blue = (a * b / 255 for a, b in pairs)
    return from_channels(red, green, blue)


def lighter(colour: str, share: float) -> str:
    """Towards white by `share` (0 to 1)."""
    return mix(colour, WHITE, share)


def darker(colour: str, share: float) -> str:
    """Towards a deep blue, as painters do, since black shadows look dirty."""
    return mix(colour, "#141230", share)
