"""Pictures that tests make themselves."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image


def picture(seed: int, *, format_name: str = "PNG", size: tuple[int, int] = (64, 36)) -> bytes:
    """Draw a small picture of coloured tiles, another one for each seed."""
    tiles = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), dtype=np.uint8)
    file = BytesIO()
    Image.fromarray(tiles).resize(size, Image.Resampling.NEAREST).save(file, format_name)
    return file.getvalue()


def dataset(folder: Path, rows: list[dict[str, str]]) -> Path:
    """Write pictures (one for each row, from its number) and what is known of them."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [",".join(["file_name", *columns])]
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for number, row in enumerate(rows):
        name = f"images/{number}.png"
        (folder / name).write_bytes(picture(number))
        lines.append(",".join([name, *(row.get(column, "") for column in columns)]))
    (folder / "metadata.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
