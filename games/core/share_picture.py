"""A picture of a result to send to a friend: a strip of film with a cell for each round. No title, no frame."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
ROOM = WIDTH - 2 * MARGIN
PAPER, LINE, INK, SOFT, YELLOW = "#f7eddb", "#dccbae", "#211a2c", "#5b4f60", "#f6b93b"
GREEN, RED, CREAM = "#8fd19a", "#ff8f6f", "#f8eedb"
STRIP = (0, 322, WIDTH, 492)
GAP = 12
TITLE_FONT = "dela-gothic-one/latin-400.woff2"
TEXT_FONT = "zen-maru-gothic/latin-700.woff2"

Box = tuple[float, float, float, float]


def share_picture(*, name: str, points: str, line: str, cells: Sequence[str], fonts: Path) -> bytes:
    """Return a PNG of 1200 x 630.

    Args:
        name: which game, and of what day.
        points: the score, written large.
        line: one more sentence.
        cells: `right`, `part` or `wrong` for each round in their order; anything else leaves a cell empty.
        fonts: the folder in which the fonts of the site lie.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    _pegs(draw)
    _words(draw, name, top=92, font=ImageFont.truetype(fonts / TEXT_FONT, 44), colour=SOFT)
    _words(draw, points, top=148, font=ImageFont.truetype(fonts / TITLE_FONT, 104), colour=INK)
    _strip(draw, cells)
    _words(draw, line, top=528, font=ImageFont.truetype(fonts / TEXT_FONT, 38), colour=INK, room=ROOM - 190)
    draw.text((WIDTH - MARGIN, 582), "SNN", INK, ImageFont.truetype(fonts / TITLE_FONT, 56), anchor="rs")
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _words(
    draw: ImageDraw.ImageDraw,
    words: str,
    *,
    top: int,
    font: ImageFont.FreeTypeFont,
    colour: str,
    room: int = ROOM,
) -> None:
    """Write a line, smaller where it would not fit."""
    while font.getlength(words) > room and font.size > 16:
        font = font.font_variant(size=font.size - 2)
    draw.text((MARGIN, top), words, colour, font)


def _pegs(draw: ImageDraw.ImageDraw) -> None:
    """Draw the holes by which an animator's paper is held."""
    middle = WIDTH / 2
    for left in (middle - 150, middle + 80):
        draw.rounded_rectangle((left, 34, left + 70, 52), 9, LINE)
    draw.ellipse((middle - 14, 29, middle + 14, 57), LINE)


def _strip(draw: ImageDraw.ImageDraw, cells: Sequence[str]) -> None:
    left, top, right, bottom = STRIP
    draw.rectangle(STRIP, INK)
    for hole in range(24, WIDTH, 48):
        for edge in (top + 12, bottom - 30):
            draw.rounded_rectangle((hole - 13, edge, hole + 13, edge + 18), 5, PAPER)
    room = right - left - 2 * MARGIN + GAP
    width = min(room / max(len(cells), 1), 150)
    for number, cell in enumerate(cells):
        start = MARGIN + number * width
        _cell(draw, (start, top + 42, start + width - GAP, bottom - 42), cell)


def _cell(draw: ImageDraw.ImageDraw, box: Box, cell: str) -> None:
    """Draw one cell of the strip; the sign in it tells without its colour."""
    colour = {"right": GREEN, "part": YELLOW, "wrong": RED}.get(cell, CREAM)
    filled = cell in ("right", "part")
    draw.rounded_rectangle(box, 9, fill=colour if filled else None, outline=colour, width=4)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if cell == "right":
        draw.line([(x - 20, y), (x - 5, y + 16), (x + 21, y - 17)], INK, 9, joint="curve")
    elif cell == "part":
        draw.line([(x - 20, y), (x + 20, y)], INK, 9)
    elif cell == "wrong":
        draw.line([(x - 17, y - 17), (x + 17, y + 17)], RED, 9)
        draw.line([(x - 17, y + 17), (x + 17, y - 17)], RED, 9)
