"""What others lay over a frame: bars around it and captions on it. None of it says which show it is."""

from __future__ import annotations

import random

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor
from torch.nn import functional

CAPTION_WIDTH = 256
LETTERS = "aaabcdeeeefghiiijklmnooopqrrsstttuuvwxyzéèàçô"
COLOURS = ((255, 255, 255), (255, 255, 255), (255, 240, 90), (240, 240, 240), (120, 220, 255))
BAR_COLOURS = (0, 0, 0, 0, 16, 255)


class Captions:
    """Lines of invented words with an outline, drawn once; the same for the same seed."""

    def __init__(self, seed: int, count: int = 48) -> None:
        generator = random.Random(seed)
        self._drawn = [_draw_caption(generator) for _ in range(count)]

    def paste(self, picture: Tensor) -> Tensor:
        """Lay one of them over a uint8 picture (3, S, S): mostly below, now and then above, often cut at the sides."""
        size = picture.shape[-1]
        drawn = self._drawn[int(torch.randint(len(self._drawn), ()))]
        scale = size / CAPTION_WIDTH * float(torch.empty(()).uniform_(0.9, 1.7))
        caption = functional.interpolate(drawn[None], scale_factor=scale, mode="bilinear")[0]  # (4, h, w)
        shift = int(torch.randint(-size // 4, size // 4 + 1, ())) + (caption.shape[2] - size) // 2
        left, right = max(0, shift), min(caption.shape[2], shift + size)
        height = min(caption.shape[1], size // 2)
        if right <= left:
            return picture
        caption = caption[:, :height, left:right]
        margin = int(torch.randint(0, size // 10 + 1, ()))
        top = margin if float(torch.rand(())) < 0.15 else size - height - margin
        box = slice(max(0, top), max(0, top) + height), slice(left - shift, right - shift)
        under = picture[:, box[0], box[1]].float()
        done = picture.clone()
        done[:, box[0], box[1]] = (under + (caption[:3] - under) * caption[3:]).round().to(torch.uint8)
        return done


def paste_borders(picture: Tensor) -> Tensor:
    """Cover two opposite sides, or all four, of a uint8 picture (3, S, S) with bars of up to a fifth."""
    size = picture.shape[-1]
    colour = BAR_COLOURS[int(torch.randint(len(BAR_COLOURS), ()))]
    done = picture.clone()
    sides = int(torch.randint(5, ()))  # 0, 1, 2: above and below; 3: left and right; 4: all round
    bar = max(1, int(size * float(torch.empty(()).uniform_(0.03, 0.2))))
    if sides != 3:
        done[:, :bar] = colour
        done[:, size - bar :] = colour
    if sides >= 3:
        done[:, :, :bar] = colour
        done[:, :, size - bar :] = colour
    return done


def _draw_caption(generator: random.Random) -> Tensor:
    """Draw one or two lines: float32 (4, h, CAPTION_WIDTH), colours in 0-255 and opacity in 0-1."""
    font = ImageFont.load_default(generator.choice((12, 14, 16, 18)))
    lines = [
        " ".join("".join(generator.choices(LETTERS, k=generator.randint(1, 9))) for _ in range(generator.randint(2, 6)))
        for _ in range(generator.choice((1, 1, 2)))
    ]
    lines[0] = lines[0].capitalize()
    image = Image.new("RGBA", (CAPTION_WIDTH, 24 * len(lines)), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.multiline_text(
        (CAPTION_WIDTH / 2, 2),
        "\n".join(lines),
        font=font,
        fill=generator.choice(COLOURS),
        anchor="ma",
        align="center",
        spacing=2,
        stroke_width=generator.choice((1, 1, 2)),
        stroke_fill=(0, 0, 0, 255),
    )
    caption = torch.from_numpy(np.asarray(image, dtype=np.float32).transpose(2, 0, 1).copy())
    caption[3] /= 255
    return caption
