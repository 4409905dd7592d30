"""Which places of a picture spoke for a show: class activation maps (Zhou et al. 2016), from features, no gradients.

The logit of a show is the mean, over all places, of its weights times the features there. So each place has a share in
it, and those shares are the map. What speaks for every show alike speaks for none: the mean of all shows is taken off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from classifier.core.calibration import Floats
from classifier.core.preprocess import Square, View

LONGEST_SIDE = 480

_FAINT, _STRONG = np.array([255, 200, 40]), np.array([225, 20, 60])
_OPAQUE = 215
_UNSEEN = (24, 20, 34, 120)  # laid over what no view looked at


@dataclass(frozen=True)
class Activation:
    """`boxes`: what each of V views looked at, as fractions of width and height. `maps`: V x h x w, in [0, 1]."""

    boxes: tuple[Square, ...]
    maps: npt.NDArray[np.float32]


def class_weights(neck: Floats, head: Floats) -> npt.NDArray[np.float32]:
    """Return the weight of each feature for each show, C x F, from the last two layers (D x F and C x D)."""
    weights = np.asarray(head, dtype=np.float32) @ np.asarray(neck, dtype=np.float32)
    return np.asarray(weights - weights.mean(axis=0))


def activation_of(
    features: Floats, weights: Floats, *, boxes: Sequence[Square], views: Sequence[View], size: tuple[int, int]
) -> Activation:
    """Return where V views of a picture of `size` (width, height) spoke for a show; 1 is the strongest place.

    `features`: V x F x h x w. `weights`: those of the show, F. `boxes`: what the views looked at, in pixels.
    """
    maps = np.maximum(np.einsum("vfhw,f->vhw", np.asarray(features, dtype=np.float32), weights), 0)
    upright = [one[:, ::-1] if view.endswith("-flip") else one for one, view in zip(maps, views, strict=True)]
    width, height = size
    return Activation(
        boxes=tuple((x0 / width, y0 / height, x1 / width, y1 / height) for x0, y0, x1, y1 in boxes),
        maps=(np.stack(upright) / max(float(maps.max()), 1e-9)).astype(np.float32),
    )


def activation_to_json(activation: Activation) -> dict[str, Any]:
    """Return plain JSON values: fractions with four decimals, and maps in whole numbers from 0 to 255."""
    return {
        "boxes": [[round(edge, 4) for edge in box] for box in activation.boxes],
        "maps": np.rint(activation.maps * 255).astype(int).tolist(),
    }


def activation_from_json(values: Mapping[str, Any]) -> Activation:
    """Read what `activation_to_json` returned."""
    boxes = tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in values["boxes"])
    return Activation(boxes, (np.asarray(values["maps"]) / 255).astype(np.float32))


def heat_map(activation: Activation, size: tuple[int, int]) -> Image.Image:
    """Draw the map of a picture of `size` (width, height), to be laid over it: RGBA, at most 480 pixels a side.

    Yellow to red is what spoke for the show; where views overlap, their mean. What none of them looked at is dimmed.
    """
    scale = min(1.0, LONGEST_SIDE / max(size))
    width, height = (max(1, round(side * scale)) for side in size)
    heat, views = np.zeros((height, width)), np.zeros((height, width))
    for box, one in zip(activation.boxes, activation.maps, strict=True):
        left, upper, right, lower = _pixels(box, width, height)
        grown = Image.fromarray(one).resize((right - left, lower - upper), Image.Resampling.BICUBIC)
        heat[upper:lower, left:right] += np.asarray(grown)
        views[upper:lower, left:right] += 1
    return _painted(np.clip(heat / np.maximum(views, 1), 0, 1)[..., None], views > 0)


def _pixels(box: Square, width: int, height: int) -> tuple[int, int, int, int]:
    """Return the box in whole pixels, at least one and none of them outside."""
    left, right = _span(box[0], box[2], width)
    upper, lower = _span(box[1], box[3], height)
    return left, upper, right, lower


def _span(start: float, end: float, length: int) -> tuple[int, int]:
    first = min(max(round(start * length), 0), length - 1)
    return first, max(first + 1, min(round(end * length), length))


def _painted(heat: npt.NDArray[np.float64], seen: npt.NDArray[np.bool_]) -> Image.Image:
    """Paint heat (H x W x 1, in [0, 1]): the stronger, the redder and the more opaque."""
    colours = _FAINT + (_STRONG - _FAINT) * heat
    painted = np.concatenate([colours, _OPAQUE * heat**0.8], axis=2)
    painted[~seen] = _UNSEEN
    return Image.fromarray(np.rint(painted).astype(np.uint8), "RGBA")
