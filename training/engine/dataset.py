"""The pictures of a run, decoded once and kept as bytes in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import Dataset, Sampler
from tqdm import tqdm

from classifier.core.image import decode
from classifier.core.preprocess import InputSpec, normalise, to_square
from training.core.manifest import ManifestRow, read_manifest
from training.core.recipe import Recipe
from training.engine.augment import Augment

STRANGER = -1


@dataclass(frozen=True)
class Pictures:
    """The rows of one part of a manifest, with where each lies and what is learnt of it (`STRANGER` for strangers)."""

    rows: tuple[ManifestRow, ...]
    paths: tuple[Path, ...]
    targets: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def every(self, step: int) -> Pictures:
        """Return one row in `step`."""
        return Pictures(self.rows[::step], self.paths[::step], self.targets[::step])


def read_pictures(run: Path, recipe: Recipe, split: str) -> Pictures:
    """Read one split of a run's manifest: known pictures and strangers, nothing that was left out."""
    folders = {dataset.name: Path(dataset.path) for dataset in recipe.datasets}
    targets = {label: index for index, label in enumerate(recipe.labels)}
    rows = tuple(row for row in read_manifest(run / "manifest.csv") if row.split == split and row.role != "left out")
    return Pictures(
        rows=rows,
        paths=tuple(folders[row.dataset] / row.file_name for row in rows),
        targets=tuple(targets[row.label] if row.role == "known" else STRANGER for row in rows),
    )


class TrainingSet(Dataset[tuple[Tensor, int]]):
    """Augmented pictures of the epoch that was set, as (3, S, S) floats with their target."""

    def __init__(self, pictures: Pictures, recipe: Recipe, augment: Augment, *, quiet: bool) -> None:
        # A crop of the smallest share still has the input's size in pixels to choose from.
        self._pictures = [
            _to_tensor(path, shorter_side=round(recipe.resize * 1.25))
            for path in tqdm(pictures.paths, desc="decoding", unit="picture", disable=None if not quiet else True)
        ]
        self._targets = pictures.targets
        self._augment = augment
        self.epoch = 0

    def __len__(self) -> int:
        return len(self._targets)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return self._augment(self._pictures[index], epoch=self.epoch, index=index), self._targets[index]


def _to_tensor(path: Path, *, shorter_side: int) -> Tensor:
    image = decode(path.read_bytes())
    scale = shorter_side / min(image.size)
    if scale < 1:
        image = image.resize(
            (round(image.width * scale), round(image.height * scale)), Image.Resampling.BICUBIC, reducing_gap=3.0
        )
    return torch.from_numpy(np.array(image).transpose(2, 0, 1))


class EpochSampler(Sampler[int]):
    """One process's share of every batch of an epoch, in an order drawn anew from (seed, epoch).

    Each effective batch is dealt out in turns, so that it holds the same pictures whatever the number of processes. The
    last batch, where incomplete, is dropped.
    """

    def __init__(self, length: int, *, batch_size: int, seed: int, rank: int, world: int) -> None:
        if batch_size % world:
            raise ValueError(f"a batch of {batch_size} cannot be dealt evenly to {world} processes")
        if length < batch_size:
            raise ValueError(f"there are {length} pictures to train on, fewer than one batch of {batch_size}")
        self._length, self._batch_size, self._seed, self._rank, self._world = length, batch_size, seed, rank, world
        self.epoch = 0

    @property
    def steps(self) -> int:
        """Optimiser steps in an epoch."""
        return self._length // self._batch_size

    def __len__(self) -> int:
        return self.steps * self._batch_size // self._world

    def __iter__(self) -> Iterator[int]:
        order = np.random.default_rng([self._seed, self.epoch]).permutation(self._length)
        yield from order[: self.steps * self._batch_size][self._rank :: self._world].tolist()


def evaluation_squares(pictures: Sequence[Path], spec: InputSpec) -> np.ndarray:
    """Decode pictures exactly as serving does: uint8, (N x V) x S x S x 3."""
    if not pictures:
        return np.empty((0, spec.size, spec.size, 3), dtype=np.uint8)
    squares = []
    for path in tqdm(pictures, desc="decoding", unit="picture", disable=None):
        image = decode(path.read_bytes())
        squares += [to_square(image, spec, view) for view in spec.views]
    return np.stack(squares)


def evaluation_batches(squares: np.ndarray, spec: InputSpec, batch_size: int) -> Iterator[Tensor]:
    """Yield normalised batches (B, 3, S, S) in order."""
    for start in range(0, len(squares), batch_size):
        yield torch.from_numpy(normalise(squares[start : start + batch_size], spec))
