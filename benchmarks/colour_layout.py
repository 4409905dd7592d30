"""The colour layout of MPEG-7 with 33 numbers, by which trace.moe searches: what a picture looks like from far away."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

SIDE = 8
COEFFICIENTS = (21, 6, 6)  # of luma and of the two colour differences


def _zigzag() -> list[tuple[int, int]]:
    places = [(row, column) for row in range(SIDE) for column in range(SIDE)]
    return sorted(places, key=lambda at: (at[0] + at[1], at[1] if (at[0] + at[1]) % 2 else at[0]))


def _cosines() -> npt.NDArray[np.float64]:
    """The orthonormal discrete cosine transform, 8 x 8."""
    frequency, place = np.mgrid[0:SIDE, 0:SIDE]
    matrix = np.sqrt(2 / SIDE) * np.cos(np.pi * (2 * place + 1) * frequency / (2 * SIDE))
    matrix[0] /= np.sqrt(2)
    return np.asarray(matrix)


ZIGZAG, COSINES = _zigzag(), _cosines()


def colour_layout(image: Image.Image) -> npt.NDArray[np.float64]:
    """Return 33 numbers of an RGB picture: 8 x 8 mean colours as YCbCr, transformed, the lowest frequencies first."""
    small = np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX).convert("YCbCr"), dtype=np.float64)
    numbers: list[float] = []
    for channel, count in enumerate(COEFFICIENTS):
        frequencies = COSINES @ small[..., channel] @ COSINES.T
        numbers += [frequencies[at] for at in ZIGZAG[:count]]
    return np.array(numbers)


def nearest(questions: npt.NDArray[np.float64], stored: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """Return for each of N x 33 the nearest of M x 33 by Euclidean distance."""
    squares = (questions**2).sum(1)[:, None] - 2 * questions @ stored.T + (stored**2).sum(1)
    return np.asarray(squares.argmin(axis=1))
